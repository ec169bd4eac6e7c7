#include "queue/intake/kinds.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <nlohmann/json.hpp>

namespace assize {

namespace {

using namespace std::string_view_literals;

constexpr std::size_t kHead = 1024;  // bytes that are looked at

enum class Advice { source, archive, python, save_as_text };

std::string sentence(std::string_view what, Advice advice) {
  const std::string is = "is " + std::string(what);
  switch (advice) {
    case Advice::source:
      return is + ", not a Python program: hand in the program itself, a .py file";
    case Advice::archive:
      return is + ", which isn't unpacked here: hand in the .py file, or its folder as a .zip file";
    case Advice::python:
      return is + ", not a Python program: this problem is judged in Python";
    case Advice::save_as_text:
      return is + ", which Python doesn't read: save it as UTF-8";
  }
  return is;
}

constexpr auto kNotebook =
    "is a Jupyter notebook, not a Python program: export it as .py (in Jupyter: File, Save and "
    "export notebook as, Executable script) and hand in that file";
constexpr auto kEmpty = "is empty: hand in the file that holds the program";

// Formats that begin with letters could begin a program, too: `binary` ones have a NUL near.
struct Magic {
  std::size_t offset;
  std::string_view bytes;
  std::string_view what;
  Advice advice;
  bool binary = false;
};

constexpr std::array kMagics{
    Magic{0, "%PDF-"sv, "a PDF document", Advice::source},
    Magic{0, "{\\rtf"sv, "a document in Rich Text Format", Advice::source},
    Magic{0, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv, "a document of Microsoft Office",
          Advice::source},
    Magic{0, "\x1F\x8B"sv, "a gzip archive (.gz or .tar.gz)", Advice::archive},
    Magic{0, "BZh"sv, "a bzip2 archive (.bz2)", Advice::archive, true},
    Magic{0,
          "\xFD"
          "7zXZ\0"sv,
          "an xz archive (.xz)", Advice::archive},
    Magic{0, "\x28\xB5\x2F\xFD"sv, "a zstd archive (.zst)", Advice::archive},
    Magic{0, "Rar!\x1A\x07"sv, "a RAR archive", Advice::archive},
    Magic{0, "7z\xBC\xAF\x27\x1C"sv, "a 7z archive", Advice::archive},
    Magic{257, "ustar"sv, "a tar archive", Advice::archive},
    Magic{0,
          "\x7F"
          "ELF"sv,
          "an executable", Advice::source},
    Magic{0, "MZ"sv, "a program for Windows (.exe)", Advice::source, true},
    Magic{0, "\xCA\xFE\xBA\xBE"sv, "a compiled Java class", Advice::python},
    Magic{0, "\xCF\xFA\xED\xFE"sv, "an executable", Advice::source},
    Magic{0, "\xFE\xED\xFA\xCF"sv, "an executable", Advice::source},
    Magic{0, "\x89PNG\r\n\x1A\n"sv, "an image (PNG)", Advice::source},
    Magic{0, "\xFF\xD8\xFF"sv, "an image (JPEG)", Advice::source},
    Magic{0, "GIF87a"sv, "an image (GIF)", Advice::source, true},
    Magic{0, "GIF89a"sv, "an image (GIF)", Advice::source, true},
    Magic{0, "BM"sv, "an image (BMP)", Advice::source, true},
    Magic{0, "II*\0"sv, "an image (TIFF)", Advice::source},
    Magic{0, "MM\0*"sv, "an image (TIFF)", Advice::source},
    Magic{8, "WEBP"sv, "an image (WebP)", Advice::source, true},
    Magic{4, "ftyp"sv, "an image or a video", Advice::source, true},
    Magic{0, "SQLite format 3\0"sv, "a database", Advice::source},
    Magic{0, "\xFF\xFE"sv, "text in UTF-16", Advice::save_as_text},
    Magic{0, "\xFE\xFF"sv, "text in UTF-16", Advice::save_as_text},
};

struct Ending {
  std::string_view what;
  Advice advice;
};

const std::map<std::string_view, Ending>& endings() {
  static const auto* const kEndings = [] {
    auto* map = new std::map<std::string_view, Ending>;
    const auto add = [&](std::string_view what, Advice advice,
                         std::initializer_list<std::string_view> names) {
      for (const auto name : names) map->emplace(name, Ending{what, advice});
    };
    add("a Java program", Advice::python, {"java"});
    add("a compiled Java program", Advice::python, {"class", "jar", "war"});
    add("a C program", Advice::python, {"c", "h"});
    add("a C++ program", Advice::python, {"cpp", "cc", "cxx", "c++", "hpp", "hh", "hxx"});
    add("a C# program", Advice::python, {"cs"});
    add("a JavaScript program", Advice::python, {"js", "mjs", "cjs", "jsx"});
    add("a TypeScript program", Advice::python, {"ts", "tsx"});
    add("a Go program", Advice::python, {"go"});
    add("a Rust program", Advice::python, {"rs"});
    add("a Ruby program", Advice::python, {"rb"});
    add("a PHP program", Advice::python, {"php"});
    add("a Kotlin program", Advice::python, {"kt", "kts"});
    add("a Swift program", Advice::python, {"swift"});
    add("a Scala program", Advice::python, {"scala"});
    add("a Haskell program", Advice::python, {"hs"});
    add("a Pascal program", Advice::python, {"pas"});
    add("a Lua program", Advice::python, {"lua"});
    add("a Perl program", Advice::python, {"pl", "pm"});
    add("an R program", Advice::python, {"r", "rmd"});
    add("a shell script", Advice::python, {"sh", "bash", "bat", "cmd", "ps1"});
    add("a web page", Advice::source, {"html", "htm", "xhtml", "mhtml"});
    add("a style sheet", Advice::source, {"css"});
    add("a PDF document", Advice::source, {"pdf"});
    add("a document", Advice::source,
        {"doc", "docx", "docm", "odt", "rtf", "pages", "tex", "md", "epub"});
    add("a spreadsheet", Advice::source, {"xls", "xlsx", "xlsm", "ods", "numbers", "csv"});
    add("a presentation", Advice::source, {"ppt", "pptx", "odp"});
    add("an image", Advice::source,
        {"png", "jpg", "jpeg", "gif", "bmp", "tif", "tiff", "webp", "heic", "svg"});
    add("a program that is compiled", Advice::source, {"exe", "dll", "so", "o", "dylib", "msi"});
    add("compiled Python", Advice::source, {"pyc", "pyo", "pyd"});
    add("an archive", Advice::archive,
        {"tar", "gz", "tgz", "bz2", "tbz2", "xz", "txz", "zst", "rar", "7z"});
    return map;
  }();
  return *kEndings;
}

bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

std::string_view without_mark_and_blanks(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  return text;
}

std::string in_small_letters(std::string_view text) {
  std::string small(text);
  std::transform(small.begin(), small.end(), small.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return small;
}

bool is_notebook(std::string_view text) {
  if (!text.starts_with('{') || text.find("\"nbformat\"") == std::string_view::npos) return false;
  const auto json = nlohmann::json::parse(text, nullptr, false);
  return json.is_object() && json.contains("nbformat") && json.contains("cells");
}

// Every second byte is NUL, and the others are ASCII: UTF-16 without a byte order mark.
bool is_unmarked_utf_16(std::string_view head) {
  if (head.size() < 4) return false;
  std::array<bool, 2> nul{true, true};
  std::array<bool, 2> letters{true, true};
  for (std::size_t i = 0; i + 1 < head.size(); i += 2)
    for (const std::size_t side : {0U, 1U}) {
      const char c = head[i + side];
      nul.at(side) = nul.at(side) && c == '\0';
      letters.at(side) = letters.at(side) && c > '\0';
    }
  return (nul[0] && letters[1]) || (nul[1] && letters[0]);
}

// CPython's magic number: two bytes for the version, 3000 to 3999 for Python 3, then CR and LF.
bool is_byte_code(std::string_view head) {
  if (head.size() < 16 || head[2] != '\r' || head[3] != '\n') return false;
  const unsigned version =
      static_cast<unsigned char>(head[0]) + 256U * static_cast<unsigned char>(head[1]);
  return version >= 3000 && version < 4000 && head.find('\0') != std::string_view::npos;
}

// The program that a first line #! names, if it is another one than Python.
std::string foreign_interpreter(std::string_view text) {
  if (!text.starts_with("#!")) return {};
  const std::string line(text.substr(0, text.find_first_of("\r\n")));
  if (line.find("py") != std::string::npos) return {};
  for (const char* name : {"bash", "zsh", "dash", "node", "perl", "ruby", "php", "sh"}) {
    const std::size_t at = line.rfind(name);
    if (at == std::string::npos || (line[at - 1] != '/' && line[at - 1] != ' ')) continue;
    return "a script for " + std::string(name);
  }
  return {};
}

std::string by_text(std::string_view content) {
  const std::string_view text = without_mark_and_blanks(content);
  if (text.empty()) return kEmpty;
  if (is_notebook(text)) return kNotebook;
  const std::string start = in_small_letters(text.substr(0, 64));
  for (const char* tag : {"<!doctype html", "<html", "<head", "<body"})
    if (start.starts_with(tag)) return sentence("a web page (HTML)", Advice::source);
  if (start.starts_with("<?xml") || start.starts_with("<svg"))
    return sentence("an XML document", Advice::source);
  if (start.starts_with("<?php")) return sentence("a PHP program", Advice::python);
  if (const auto name = foreign_interpreter(text); !name.empty())
    return sentence(name, Advice::python);
  return {};
}

std::string by_magic(std::string_view content) {
  const std::string_view head = content.substr(0, kHead);
  const bool has_nul = head.find('\0') != std::string_view::npos;
  for (const auto& magic : kMagics) {
    if (magic.binary && !has_nul) continue;
    if (head.size() >= magic.offset && head.substr(magic.offset).starts_with(magic.bytes))
      return sentence(magic.what, magic.advice);
  }
  if (is_byte_code(head)) return sentence("compiled Python (.pyc)", Advice::source);
  if (is_unmarked_utf_16(head)) return sentence("text in UTF-16", Advice::save_as_text);
  return {};
}

}  // namespace

std::string ending_of(std::string_view path) {
  while (path.ends_with('/')) path.remove_suffix(1);
  const std::string_view name = path.substr(path.rfind('/') + 1);
  const std::size_t dot = name.rfind('.');
  return dot == std::string_view::npos || dot == 0 ? "" : in_small_letters(name.substr(dot + 1));
}

bool is_zip(std::string_view name, std::string_view content) {
  for (const auto magic : {"PK\3\4"sv, "PK\5\6"sv, "PK\7\10PK"sv})
    if (content.starts_with(magic)) return true;
  return ending_of(name) == "zip";
}

std::string why_not_python(std::string_view name, std::string_view content) {
  if (auto why = by_magic(content); !why.empty()) return why;
  if (auto why = by_text(content); !why.empty()) return why;
  const std::string ending = ending_of(name);
  if (ending == "ipynb") return kNotebook;
  const auto found = endings().find(ending);
  return found == endings().end() ? ""
                                  : sentence(std::string(found->second.what) + " (." + ending + ")",
                                             found->second.advice);
}

std::string why_not_source_archive(const std::vector<std::string>& members) {
  const auto has = [&](std::string_view name) {
    return std::find(members.begin(), members.end(), name) != members.end();
  };
  const auto has_in = [&](std::string_view folder) {
    return std::any_of(members.begin(), members.end(),
                       [&](const std::string& name) { return name.starts_with(folder); });
  };
  if (has("[Content_Types].xml")) {
    if (has_in("word/")) return sentence("a Word document", Advice::source);
    if (has_in("xl/")) return sentence("an Excel workbook", Advice::source);
    if (has_in("ppt/")) return sentence("a PowerPoint presentation", Advice::source);
    return sentence("a document of Microsoft Office", Advice::source);
  }
  if (has("mimetype") && has_in("META-INF/"))
    return sentence("a document (OpenDocument or EPUB)", Advice::source);
  if (has("Index/Document.iwa") || has("Index.zip"))
    return sentence("a document of Pages, Numbers or Keynote", Advice::source);
  if (has("META-INF/MANIFEST.MF")) return sentence("a Java archive (.jar)", Advice::python);
  return {};
}

}  // namespace assize
