# Read by CMake at project(): the unit tests are not part of the images, so they are not compiled.
function(leave_tests_out)
    if(TARGET UnitTests)
        set_property(TARGET UnitTests PROPERTY EXCLUDE_FROM_ALL ON)
    endif()
endfunction()
cmake_language(DEFER DIRECTORY "${CMAKE_SOURCE_DIR}" CALL leave_tests_out)
