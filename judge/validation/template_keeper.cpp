#include "judge/validation/template_keeper.h"

#include "storage/base/sha256.h"
#include "storage/base/small_file.h"

namespace assize {

void set_template(const Runtime& runtime, KeeperOptions& keeper) {
  keeper.interpreter = runtime.interpreter();
  if (!keeper.interpreter.is_there()) return;
  keeper.template_object = runtime.template_object;
  Sha256 sha;
  sha.add_field(runtime.hash)
      .add_field(keeper.interpreter.modules)
      .add_field(text_of(keeper.template_object));
  keeper.interpreter_key = sha.hex();
}

}  // namespace assize
