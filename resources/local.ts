import type { ResourceTypes } from "./description";

export const localTypes: ResourceTypes = {
  local_file: {
    imported: {
      why: "its provider has no import",
      instead: "leave it out: Terraform writes the file again, from values that it has imported",
    },
  },
};
