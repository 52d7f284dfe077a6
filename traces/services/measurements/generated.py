"""Compiles gradient.thrift and gradient.proto into a temporary folder and imports the result."""
import importlib, os, subprocess, sys, tempfile

_here = os.path.dirname(os.path.abspath(__file__))
with tempfile.TemporaryDirectory() as _folder:
    subprocess.run(["thrift", "--gen", "py", "-out", _folder, os.path.join(_here, "gradient.thrift")], check=True)
    subprocess.run(["protoc", "-I", _here, "--python_out", _folder, "gradient.proto"], check=True)
    sys.path.insert(0, _folder)
    thrift_types = importlib.import_module("gradient_thrift.ttypes")
    thrift_server = importlib.import_module("gradient_thrift.Server")
    protobuf = importlib.import_module("gradient_pb2")
    sys.path.remove(_folder)
