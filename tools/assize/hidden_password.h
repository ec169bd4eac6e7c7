// Everybody on a host can read the arguments of its processes (proc(5), cmdline).
#pragma once

namespace assize {

// Overwrites passwords in arguments that are URLs, in place, with as many 'x': of
// scheme://USER:PASSWORD@… and of a parameter password=….
void hide_passwords(int count, char** arguments);

}  // namespace assize
