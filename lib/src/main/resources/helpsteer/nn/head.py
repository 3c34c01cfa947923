  # Read-out, attribute head and losses. Shapes: B batch, T tokens, D width, A attributes.

  def mean_pool(self, hidden: Tensor, keep: Tensor) -> Tensor:
    # hidden (B, T, D), keep (B, T) -> mean over the real tokens (B, D)
    k = torch.unsqueeze(keep, -1)
    return torch.div(torch.sum(torch.mul(hidden, k), [1]), torch.sum(k, [1]))

  def first_token(self, hidden: Tensor, keep: Tensor) -> Tensor:
    # hidden (B, T, D) -> the state at [CLS] (B, D)
    return torch.select(hidden, 1, 0)

  def last_token(self, hidden: Tensor, keep: Tensor) -> Tensor:
    # hidden (B, T, D), keep (B, T) -> the state at the last real token (B, D)
    last = torch.sub(torch.sum(torch.to(keep, 4), [1]), 1)
    i = torch.expand(torch.view(last, [-1, 1, 1]), [-1, 1, torch.size(hidden, 2)])
    return torch.squeeze(torch.gather(hidden, 1, i), 1)

  def pooler(self, hidden: Tensor, w: Tensor, b: Tensor) -> Tensor:
    # hidden (B, T, D), w (D, D), b (D) -> BERT's own read-out of [CLS] (B, D)
    return torch.tanh(torch.linear(torch.select(hidden, 1, 0), w, b))

  def linear(self, x: Tensor, w: Tensor, b: Tensor) -> Tensor:
    # x (B, D), w (A, D), b (A) -> (B, A)
    return torch.linear(x, w, b)

  def project(self, x: Tensor, w: Tensor) -> Tensor:
    # x (B, D), w (A, D) -> (B, A); the heads of decoders have no bias, as in transformers
    return torch.linear(x, w)

  def squared_error(self, predicted: Tensor, label: Tensor, mask: Tensor) -> Tensor:
    # predicted, label, mask (B, A) -> scalar; normalised by the number of unmasked entries, as NeMo-Aligner does;
    # a label that is masked out may be anything, NaN too
    rated = torch.where(torch.gt(mask, 0), label, torch.zeros_like(label))
    return torch.div(torch.sum(torch.mul(torch.square(torch.sub(predicted, rated)), mask)), torch.sum(mask))

  def goodness(self, scores: Tensor, weights: Tensor) -> Tensor:
    # scores (B, A), weights (A) -> the weighted sum of each text (B)
    return torch.sum(torch.mul(scores, weights), [1])

  def comparison(self, goodness: Tensor, factor: Tensor, margin: Tensor, centring: Tensor) -> Tensor:
    # goodness (2N): of the chosen texts, then of the rejected; factor, margin (N), centring () -> scalar;
    # Bradley-Terry: factor and margin are 1 and 0 for regular, 1 and m for margin, m and 0 for scaled
    both = torch.view(goodness, [2, -1])
    chosen = torch.select(both, 0, 0)
    rejected = torch.select(both, 0, 1)
    apart = torch.sub(torch.sub(chosen, rejected), margin)
    lost = torch.mean(torch.mul(factor, torch.neg(torch.log_sigmoid(apart))))
    return torch.add(lost, torch.mul(centring, torch.mean(torch.square(torch.add(chosen, rejected)))))
