/** The programs: nginx's command line, master and signals, the stand-alone Lua interpreter. */
@NullMarked
package io.perigee.server;

import org.jspecify.annotations.NullMarked;
