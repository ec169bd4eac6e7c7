// The tests of a Polygon problem, and how they score.
#pragma once

#include "problems/package.h"
#include "problems/text/xml.h"

namespace assize {

// Sets groups, tests and scoring from <testset>. A problem scores where a test or group has
// points above 0.
// Throws InputError.
void read_polygon_tests(const FileTree& files, const XmlFile& xml, const pugi::xml_node& testset,
                        Package& package);

// The path that a pattern of a <testset> stands for ("input-path-pattern"). Throws InputError.
std::string polygon_path(const XmlFile& xml, const pugi::xml_node& testset, const char* pattern,
                         std::size_t number);

// What a Polygon group is called in our model.
std::string polygon_group_name(const std::string& name);

}  // namespace assize
