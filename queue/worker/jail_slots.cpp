#include "queue/worker/jail_slots.h"

#include "judge/jail/host/descriptors.h"
#include "judge/judging.h"
#include "judge/runtime/runtime_hash.h"
#include "queue/cache/blob_reader.h"
#include "queue/stored_package.h"
#include "queue/worker/problem_cache.h"
#include "storage/base/errors.h"
#include "storage/store/rejudges.h"

namespace assize {

namespace {

// Programs that were built when their package was imported, or by a worker before.
class StoreCache final : public ProgramCache {
 public:
  StoreCache(StoreAccess& store, const BlobReader& blobs) : store_(store), blobs_(blobs) {}
  std::optional<std::string> find(const std::string& key) override {
    std::optional<StoredBlob> found;
    store_.read([&](Store& store, Queue&) { found = store.program_blob(key); });
    try {
      return found ? std::optional(blobs_.read(found->hash, found->size)) : std::nullopt;
    } catch (const DamagedItem&) {
      return std::nullopt;  // it is built anew
    }
  }
  void put(const std::string& key, const std::string& program) override {
    store_.write([&](Store& store, Queue&) { store.put_program(key, program); });
  }

 private:
  StoreAccess& store_;
  const BlobReader& blobs_;
};

// What all slots of a worker share.
struct Shared {
  JudgeHost host;
  StoreAccess* store = nullptr;
  JudgeOptions judge_options = {};
  std::shared_ptr<BlobCache> cache = {};
  ProblemCache problems = {};
  std::optional<BlobReader> blobs = {};  // there as soon as the store is

  std::shared_ptr<const Problem> load(const LeasedJob& job) {
    std::vector<StoredFile> files;
    std::optional<PackageRow> package;
    store->read([&](Store& opened, Queue&) {
      files = opened.package_files(job.package);
      package = opened.package(job.package);
      if (!package) throw DamagedItem("store: no package " + job.package);
    });
    const auto fetch = [this](const std::string& hash, std::uint64_t size) {
      return blobs->read(hash, size);
    };
    auto loaded = load_stored_package(*package, files, job.problem, fetch);
    StoreCache programs(*store, *blobs);
    return std::make_shared<const Problem>(make_problem(host, std::move(loaded), &programs));
  }

  void use(StoreAccess& opened) {
    store = &opened;
    blobs.emplace(opened.name(), cache, [&opened](const std::string& hash, std::int64_t number) {
      BlobPiece piece;
      opened.read([&](Store& all, Queue&) { piece = all.blob_piece(hash, number); });
      return piece;
    });
  }
};

class JailSlot final : public SlotWork {
 public:
  explicit JailSlot(std::shared_ptr<Shared> shared)
      : shared_(std::move(shared)), slot_(shared_->host) {}
  void repair() override { slot_.repair(); }
  void abandon() override { slot_.abandon(); }
  JudgingRecord judge(const LeasedJob& job, const Source& source) override {
    const auto problem = shared_->problems.get(job.package, [&] { return shared_->load(job); });
    return assize::judge(slot_, shared_->host, *problem, source, shared_->judge_options);
  }

 private:
  std::shared_ptr<Shared> shared_;
  Slot slot_;
};

// So that a change of the runtime can be explained later, file by file.
void record_runtime(StoreAccess& store, const Runtime& runtime, const std::string& subject) {
  bool is_known = false;
  store.read([&](Store& opened, Queue&) {
    is_known = Rejudges(opened.database()).has_runtime_files(runtime.hash);
  });
  if (is_known) return;
  const auto list = file_list_of(runtime, subject);
  if (!list) return;  // it is being upgraded: the next worker has another hash
  store.write([&](Store& opened, Queue&) {
    Rejudges(opened.database())
        .put_runtime_files(runtime.hash, runtime.name, runtime.version, opened.put_blob(*list));
  });
}

}  // namespace

JailSlots jail_slots(const JailSlotsOptions& options) {
  provide_descriptors(options.slots);
  auto shared = std::make_shared<Shared>();
  shared->judge_options.all_excerpts = options.keeps_output;
  shared->cache = options.cache;
  shared->host = make_judge_host(options.runtime, options.policy, options.on_notice);
  const Runtime& runtime = shared->host.runtime;
  return {[shared, count = options.slots, subject = options.runtime.subject()](StoreAccess& store) {
            shared->use(store);
            record_runtime(store, shared->host.runtime, subject);
            std::vector<std::unique_ptr<SlotWork>> slots;
            for (std::uint32_t i = 0; i < count; ++i)
              slots.push_back(std::make_unique<JailSlot>(shared));
            return slots;
          },
          {runtime.name, runtime.version, runtime.hash}};
}

}  // namespace assize
