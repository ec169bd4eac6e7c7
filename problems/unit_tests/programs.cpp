#include "problems/unit_tests/programs.h"

#include <initializer_list>

#include "problems/unit_tests/program_texts.h"

namespace assize {

namespace {

std::string joined(std::initializer_list<const char*> parts) {
  std::string text;
  for (const char* part : parts) text.append(part).append("\n\n");
  return text;
}

}  // namespace

std::optional<std::string> added_program(std::string_view path) {
  using namespace unit_tests;
  if (path == kSubmissionServer) return joined({kValues, kWire, kPeer, kSubmission, "serve()"});
  if (path == kTester)
    return joined({kValues, kWire, kPeer, kState, kProxies, kExchange, kArranged, kRun, "main()"});
  if (path == kTestFinder)
    return joined({kValues, kWire, kPeer, kState, kProxies, kExchange, kArranged, kRun, kDiscover,
                   "main_discover()"});
  return std::nullopt;
}

}  // namespace assize
