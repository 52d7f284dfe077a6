// A gradient as LambdaML's hybrid parameter server exchanges it: a list of doubles with five scalars beside it.
namespace py gradient_thrift

struct Gradient {
  1: string id
  2: double learning_rate
  3: optional i32 length
  4: list<double> data
  5: i32 n_iter
  6: i32 worker_id
}

service Server {
  bool may_pull(1: string id, 2: i32 n_iter, 3: i32 worker_id)
  Gradient pull(1: string id, 2: i32 n_iter, 3: i32 worker_id)
  void push(1: Gradient gradient)
}
