// problem.yaml: what the problem is. Its limits are in limits.cpp.
#include <algorithm>

#include "problems/formats/icpc/icpc.h"
#include "problems/text/error_list.h"
#include "storage/base/text.h"

namespace assize::icpc {

namespace {

const Keys kLegacyKeys{"problem_format_version",
                       "type",
                       "name",
                       "uuid",
                       "author",
                       "source",
                       "source_url",
                       "license",
                       "rights_owner",
                       "limits",
                       "validation",
                       "validator_flags",
                       "grading",
                       "keywords"};
const Keys kNewKeys{"problem_format_version",
                    "type",
                    "name",
                    "uuid",
                    "version",
                    "credits",
                    "source",
                    "license",
                    "rights_owner",
                    "embargo_until",
                    "limits",
                    "keywords",
                    "languages",
                    "allow_file_writing",
                    "constants"};
// Seen in real packages without being in their version of the format.
const Keys kWildKeys{"time_limit", "timeout", "time_limit_ms", "libraries",
                     "event",      "credits", "version",       "author",
                     "languages",  "name",    "source_url",    "statement_language"};
const Keys kTypes{"pass-fail", "scoring", "multi-pass", "interactive", "submit-answer"};
const Keys kLicenses{"unknown",  "public domain", "cc0",       "cc by",
                     "cc by-sa", "educational",   "permission"};

void check_required_keys(const Loading& loading, const YamlNode& root, const YamlMap& top) {
  if (loading.is_new)
    for (const char* key : {"name", "uuid"})
      if (!top.find(key))
        loading.refuse_or_warn(root,
                               std::string("the key '") + key + "' is required in format 2025-09");
}

void read_name(const Loading& loading, const YamlMap& top) {
  Package& package = loading.package;
  package.name = package.id;
  const auto name = top.find("name");
  if (!name || name->is_null()) return;
  if (name->is_scalar()) {
    package.name = name->text();
  } else {
    const YamlMap languages = name->map();
    for (const auto& [language, text] : languages.items()) package.name = text.text();
    if (const auto english = languages.find("en")) package.name = english->text();
  }
  package.name = clean_line(package.name, 200);
}

void apply_type(const Loading& loading, const YamlNode& node, const std::string& type) {
  Validation& validation = loading.package.validation;
  if (!kTypes.contains(type))
    node.fail("unknown problem type '" + clean_line(type, 40) + "' (known: pass-fail, scoring" +
              (loading.is_new ? ", multi-pass, interactive)" : ")"));
  if (type == "submit-answer") not_supported(node, "problem type 'submit-answer'");
  if (type == "scoring") loading.package.scoring = true;
  if (type != "interactive" && type != "multi-pass") return;
  if (!loading.is_new)
    loading.refuse_or_warn(node, "type '" + type +
                                     "' is of format 2025-09; in format legacy it is "
                                     "'validation: custom " +
                                     type + "'");
  if (type == "interactive") validation.interactive = true;
  if (type == "multi-pass") validation.passes = 2;
}

void read_languages(const YamlMap& top) {
  const auto languages = top.find("languages");
  if (!languages) return;
  std::vector<YamlNode> list =
      languages->is_list() ? languages->list() : std::vector<YamlNode>{*languages};
  if (list.empty()) languages->fail("must be 'all' or a list of languages");
  const bool allowed = std::any_of(list.begin(), list.end(), [&](const YamlNode& node) {
    const std::string name = node.text();
    return name == "python3" || (name == "all" && languages->is_scalar());
  });
  if (!allowed)
    languages->fail("python3, the language that assize judges, is not among the languages");
}

void check_text(const YamlMap& top, const char* key) {
  if (const auto value = top.find(key); value && !value->is_null()) (void)value->text();
}

void check_texts(const YamlMap& map) {
  for (const auto& [key, value] : map.items())
    if (!value.is_null()) (void)value.text();
}

void check_persons(const Loading& loading, const YamlNode& node) {
  if (node.is_null() || node.is_scalar()) return;
  for (const auto& person : node.is_list() ? node.list() : std::vector<YamlNode>{node}) {
    if (person.is_scalar()) continue;
    const YamlMap map = person.map();
    check_keys(loading, map, {"name", "email", "orcid", "kattis"});
    if (!map.find("name")) person.fail("a person given as a map needs the key 'name'");
    check_texts(map);
  }
}

void check_credits(const Loading& loading, const YamlMap& top) {
  const auto credits = top.find("credits");
  if (!credits || credits->is_null() || credits->is_scalar()) return;
  const YamlMap map = credits->map();
  check_keys(
      loading, map,
      {"authors", "contributors", "testers", "translators", "packagers", "acknowledgements"});
  for (const auto& [key, value] : map.items()) {
    if (key != "translators") {
      check_persons(loading, value);
      continue;
    }
    const YamlMap languages = value.map();
    for (const auto& [language, persons] : languages.items()) check_persons(loading, persons);
  }
}

void check_source(const Loading& loading, const YamlMap& top) {
  const auto source = top.find("source");
  if (!source || source->is_null() || source->is_scalar()) return;
  for (const auto& entry : source->is_list() ? source->list() : std::vector<YamlNode>{*source}) {
    if (entry.is_scalar()) continue;
    const YamlMap map = entry.map();
    check_keys(loading, map, {"name", "url"});
    if (!map.find("name")) entry.fail("a source given as a map needs the key 'name'");
    check_texts(map);
  }
}

// Keys that say nothing about judging: kept with the package, their types checked.
void check_other_keys(const Loading& loading, const YamlMap& top) {
  for (const char* key :
       {"uuid", "author", "source_url", "rights_owner", "version", "embargo_until"})
    check_text(top, key);
  if (const auto license = top.find("license"); license && !license->is_null())
    if (!kLicenses.contains(license->text()))
      loading.warn(license->where() + ": the license '" + clean_line(license->text(), 60) +
                   "' is not one that the format knows");
  if (const auto keywords = top.find("keywords"); keywords && !keywords->is_null())
    for (const auto& word :
         keywords->is_list() ? keywords->list() : std::vector<YamlNode>{*keywords})
      (void)word.text();
  if (const auto writing = top.find("allow_file_writing")) (void)switch_of(*writing);
  check_source(loading, top);
  if (loading.is_new) check_credits(loading, top);
}

void read_grading(Loading& loading, const YamlNode& grading) {
  const Keys known{"objective",     "show_test_data_groups", "on_reject",
                   "accept_score",  "reject_score",          "range",
                   "custom_scoring"};
  const YamlMap map = grading.map();
  check_keys(loading, map, known);
  if (const auto custom = map.find("custom_scoring"); custom && switch_of(*custom))
    not_supported(*custom, "custom scoring");
  if (const auto show = map.find("show_test_data_groups")) (void)switch_of(*show);
  if (const auto objective = map.find("objective")) {
    const std::string word = objective->text();
    if (word != "max" && word != "min") objective->fail("must be 'max' or 'min'");
    if (word == "min" && loading.package.scoring)
      not_supported(*objective, "a problem in which lower scores are better ('objective: min')");
  }
  for (const char* key : {"on_reject", "accept_score", "reject_score", "range"})
    if (const auto value = map.find(key)) {
      loading.warn(value->where_key() + ": the key '" + key +
                   "' is older than the format; it belongs into data/testdata.yaml");
      loading.old_grading = grading;
    }
}

// `custom [score] [interactive] [multi-pass]`.
void read_custom(const Loading& loading, const YamlNode& node,
                 const std::vector<std::string>& words) {
  Validation& validation = loading.package.validation;
  Keys seen;
  for (std::size_t i = 1; i < words.size(); ++i) {
    if (!seen.insert(words[i]).second) node.fail("'" + words[i] + "' is there twice");
    if (words[i] == "interactive") {
      validation.interactive = true;
    } else if (words[i] == "multi-pass") {
      validation.passes = 2;
    } else if (words[i] == "score") {
      if (!loading.package.scoring)
        node.fail("'score' needs 'type: scoring': a pass-fail problem has no scores");
      validation.scores = true;
    } else {
      node.fail("after 'custom' there may be score, interactive and multi-pass, not '" +
                clean_line(words[i], 40) + "'");
    }
  }
}

}  // namespace

void read_version(Loading& loading, const YamlMap& top) {
  loading.package.format = "legacy";
  if (const auto version = top.find("problem_format_version")) {
    const std::string name = version->text();
    const bool draft = name == "2023-07" || name == "2023-07-draft";
    if (name == "2025-09" || draft) {
      loading.is_new = true;
      loading.package.format = "2025-09";
      // The reference tool reads testdata.yaml in packages of the drafts.
      loading.has_testdata_files =
          draft && std::any_of(loading.files.files().begin(), loading.files.files().end(),
                               [](const auto& file) {
                                 return file.first.starts_with("data/") &&
                                        file.first.ends_with("/testdata.yaml");
                               });
    } else if (name != "legacy" && name != "legacy-icpc") {
      version->fail("unknown format version '" + clean_line(name, 40) +
                    "' (known: legacy, legacy-icpc, 2025-09 and its drafts 2023-07, "
                    "2023-07-draft)");
    }
  }
}

// One type, a list, or (as the specification's own examples write it) several words.
void read_type(const Loading& loading, const YamlMap& top) {
  const auto type = top.find("type");
  if (!type) return;
  Keys seen;
  const std::vector<YamlNode> nodes = type->is_list() ? type->list() : std::vector<YamlNode>{*type};
  for (const auto& node : nodes)
    for (const auto& word : words_of(node.text())) {
      apply_type(loading, node, word);
      if (!seen.insert(word).second) node.fail("the type '" + word + "' is there twice");
    }
  if (seen.empty()) type->fail("must be at least one problem type");
  if (seen.contains("pass-fail") && seen.contains("scoring"))
    type->fail("a problem can't be both pass-fail and scoring");
}

void read_metadata(Loading& loading, const YamlNode& root, const YamlMap& top) {
  ErrorList errors;
  errors.attempt([&] { check_required_keys(loading, root, top); });
  errors.attempt(
      [&] { check_keys(loading, top, loading.is_new ? kNewKeys : kLegacyKeys, kWildKeys); });
  errors.attempt([&] { read_name(loading, top); });
  if (loading.is_new) errors.attempt([&] { read_languages(top); });
  errors.attempt([&] { check_other_keys(loading, top); });
  errors.raise();
}

void read_validation(Loading& loading, const YamlMap& top) {
  if (loading.is_new) {
    loading.package.validation.scores = loading.package.scoring;
    loading.package.validation.rejects_without_score = true;
    return;
  }
  if (const auto grading = top.find("grading"); grading && !grading->is_null())
    read_grading(loading, *grading);
  if (const auto flags = top.find("validator_flags"); flags && !flags->is_null()) {
    loading.validator_flags = words_of(flags->text());
    loading.validator_flags_node = flags;
  }
  const auto node = top.find("validation");
  if (!node || node->is_null()) return;
  const auto words = words_of(node->text());
  if (words.empty() || (words[0] != "custom" && words[0] != "default"))
    node->fail("must be 'default' or begin with 'custom'");
  if (words[0] == "custom") {
    loading.custom_validator = true;
    read_custom(loading, *node, words);
  } else if (words.size() != 1) {
    node->fail("nothing may come after 'default'");
  }
}

}  // namespace assize::icpc
