# The templates: shared objects that are preloaded into an interpreter, which brings CPython's symbols, and never linked against
# it. Each is made with the headers of a minor version of CPython, for that one. Of what there are no headers, or a version that
# cpython.h doesn't know, there is no template, and runs are by exec: that is no error.
#
# Two objects each: one waits for runs in the jail, the other one without (for tests).
set(ASSIZE_TEMPLATE_PYTHONS "python3" CACHE STRING
  "Modules of pkg-config: the CPythons to make templates for (python3; python-3.13;python-3.14)")

set(template_sources template/after_fork.c template/collector.c template/compile.c template/dicts.c template/finish.c
  template/modules.c template/pages.c template/run.c template/start.c template/streams.c template/system_exit.c template/warm_up.c)

function(assize_template_object name includes)
  add_library(${name} MODULE ${template_sources})
  set_target_properties(${name} PROPERTIES
    PREFIX "" C_VISIBILITY_PRESET hidden CXX_VISIBILITY_PRESET hidden
    LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
  target_compile_definitions(${name} PRIVATE _GNU_SOURCE)
  target_compile_options(${name} PRIVATE $<$<COMPILE_LANGUAGE:C>:-Wall;-Wextra;-Wshadow;-Werror>)
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR} ${CMAKE_BINARY_DIR}/generated)
  target_include_directories(${name} SYSTEM PRIVATE ${includes})
endfunction()

# Whether cpython.h knows these headers. Its own words are in the log of CMake where it doesn't.
function(assize_template_knows version includes result)
  set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
  set(CMAKE_REQUIRED_QUIET ON)
  set(CMAKE_REQUIRED_INCLUDES ${CMAKE_SOURCE_DIR} ${includes})
  check_c_source_compiles("#define Py_BUILD_CORE 1\n#include \"judge/template/cpython.h\"\n" ASSIZE_TEMPLATE_KNOWS_${version})
  set(${result} ${ASSIZE_TEMPLATE_KNOWS_${version}} PARENT_SCOPE)
endfunction()

function(assize_template module)
  pkg_check_modules(PYTHON QUIET ${module})
  if(NOT PYTHON_FOUND)
    message(STATUS "No template: pkg-config doesn't find ${module} (on Debian: python3-dev). Runs will be by exec.")
    return()
  endif()
  assize_template_knows(${PYTHON_VERSION} "${PYTHON_INCLUDE_DIRS}" known)
  if(NOT known)
    message(STATUS "No template for CPython ${PYTHON_VERSION} (${module}): docs/runtimes.md says which ones it knows. "
      "Runs will be by exec.")
    return()
  endif()
  if(TARGET assize-template-${PYTHON_VERSION})
    return()  # by another name
  endif()
  message(STATUS "Template for CPython ${PYTHON_VERSION} (${module})")
  set(in_jail assize-template-${PYTHON_VERSION})
  assize_template_object(${in_jail} "${PYTHON_INCLUDE_DIRS}")
  target_sources(${in_jail} PRIVATE template/jail.cpp jail/inside/fork_server_loop.cpp jail/inside/main_process.cpp
    jail/inside/stage.cpp)
  target_link_libraries(${in_jail} PRIVATE assize_jail_common)
  # The interpreter has no C++ library, and the submission shall not find ours.
  target_link_options(${in_jail} PRIVATE
    -static-libstdc++ -static-libgcc -Wl,--exclude-libs,ALL -Wl,--as-needed -Wl,-z,now -Wl,--gc-sections)
  add_dependencies(assize-jail ${in_jail})
  install(TARGETS ${in_jail} LIBRARY DESTINATION lib/assize)

  assize_template_object(assize-template-standalone-${PYTHON_VERSION} "${PYTHON_INCLUDE_DIRS}")
  target_sources(assize-template-standalone-${PYTHON_VERSION} PRIVATE template/standalone.c)
  pkg_get_variable(prefix ${module} exec_prefix)
  set_property(GLOBAL APPEND PROPERTY ASSIZE_TEMPLATE_VERSIONS ${PYTHON_VERSION})
  set_property(GLOBAL PROPERTY ASSIZE_TEMPLATE_PYTHON_${PYTHON_VERSION} ${prefix}/bin/python${PYTHON_VERSION})
endfunction()

# A sanitizer can't be preloaded so.
if(NOT ASSIZE_SANITIZE)
  include(CheckCSourceCompiles)
  foreach(module ${ASSIZE_TEMPLATE_PYTHONS})
    assize_template(${module})
  endforeach()
endif()

# What `assize runtime add` makes a template of, for another CPython on a host: the C files with their headers, and what is
# written in C++ as one object with all that it needs, so that a C compiler is enough there. Beside assize-jail.
function(assize_template_source)
  set(folder ${CMAKE_BINARY_DIR}/bin/template-source)
  add_library(assize_template_jail OBJECT template/jail.cpp jail/inside/fork_server_loop.cpp jail/inside/main_process.cpp
    jail/inside/stage.cpp)
  target_link_libraries(assize_template_jail PRIVATE assize_jail_common)
  set_target_properties(assize_template_jail PROPERTIES C_VISIBILITY_PRESET hidden CXX_VISIBILITY_PRESET hidden)
  set(copies)
  foreach(file ${template_sources} template/cpython.h template/template.h template/exports.map)
    list(APPEND copies COMMAND ${CMAKE_COMMAND} -E copy ${CMAKE_CURRENT_SOURCE_DIR}/${file} ${folder}/judge/${file})
    list(APPEND files ${CMAKE_CURRENT_SOURCE_DIR}/${file})
  endforeach()
  set(generated judge/runtime/compile_program.h)
  add_custom_command(OUTPUT ${folder}/jail.o
    ${copies}
    COMMAND ${CMAKE_COMMAND} -E copy ${CMAKE_BINARY_DIR}/generated/${generated} ${folder}/${generated}
    COMMAND ${CMAKE_CXX_COMPILER} -r -nostdlib -Wl,--strip-debug -o ${folder}/jail.o $<TARGET_OBJECTS:assize_template_jail>
      -Wl,--start-group $<TARGET_FILE:assize_jail_common> $<TARGET_FILE:assize_errors> -l:libstdc++.a -l:libgcc.a -l:libgcc_eh.a
      -Wl,--end-group
    COMMAND_EXPAND_LISTS VERBATIM
    DEPENDS assize_template_jail assize_jail_common assize_errors ${files} ${CMAKE_BINARY_DIR}/generated/${generated})
  add_custom_target(assize_template_source_folder DEPENDS ${folder}/jail.o)
  add_dependencies(assize-jail assize_template_source_folder)
  install(DIRECTORY ${folder} DESTINATION lib/assize)
endfunction()
if(NOT ASSIZE_SANITIZE)
  assize_template_source()
endif()
