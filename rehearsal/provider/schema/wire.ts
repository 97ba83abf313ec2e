import type { NestingMode, WireAttribute, WireBlock, WireSchema } from "../protocol";
import type { AttributeSchema, BlockSchema, Nesting } from "./model";

const NESTING: Readonly<Record<Nesting, NestingMode>> = { single: "SINGLE", list: "LIST", set: "SET", map: "MAP" };

/** A schema as the protocol spells it. */
export function schemaMessage(block: BlockSchema): WireSchema {
  return { version: 0, block: blockMessage(block) };
}

function blockMessage({ attributes, blocks }: BlockSchema): WireBlock {
  return {
    attributes: attributes.map(attributeMessage),
    block_types: blocks.map(({ name, nesting, minItems, maxItems, block }) => ({
      type_name: name,
      block: blockMessage(block),
      nesting: NESTING[nesting],
      min_items: minItems,
      max_items: maxItems,
    })),
  };
}

function attributeMessage(attribute: AttributeSchema): WireAttribute {
  const { name, required, optional, computed, sensitive, writeOnly, nested } = attribute;
  const type = nested
    ? { nested_type: { attributes: nested.attributes.map(attributeMessage), nesting: NESTING[nested.nesting] } }
    : { type: Buffer.from(JSON.stringify(attribute.type)) };
  return { name, ...type, required, optional, computed, sensitive, write_only: writeOnly };
}
