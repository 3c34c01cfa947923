/** File formats become named tensors: safetensors whole or in shards, GGUF, ONNX initialisers. */
@NullMarked
package helpsteer.weights;

import org.jspecify.annotations.NullMarked;
