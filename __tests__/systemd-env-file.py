"""Reads texts (a JSON list on stdin) as systemd's EnvironmentFile= does, with systemd's own parser.

It is load_env_file, in systemd's private library.
"""
import ctypes, glob, json, os, sys, tempfile

library = ctypes.CDLL(glob.glob("/usr/lib/*/systemd/libsystemd-shared-*.so")[0])
libc = ctypes.CDLL(None)
libc.fopen.restype = ctypes.c_void_p
libc.fclose.argtypes = [ctypes.c_void_p]
library.load_env_file.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.POINTER(ctypes.POINTER(ctypes.c_char_p))]

def read(text):
    with tempfile.NamedTemporaryFile() as file:
        file.write(text.encode("utf-8", "surrogatepass"))
        file.flush()
        stream = libc.fopen(file.name.encode(), b"r")
        found = ctypes.POINTER(ctypes.c_char_p)()
        code = library.load_env_file(stream, file.name.encode(), ctypes.byref(found))
        libc.fclose(stream)
        if code < 0:
            return None
        assignments, index = [], 0
        while found and found[index]:
            assignments.append(found[index].decode("utf-8", "replace"))
            index += 1
        return dict(one.split("=", 1) for one in assignments)

json.dump([read(text) for text in json.load(sys.stdin)], sys.stdout)
