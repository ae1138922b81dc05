/** {@code ngx.run_worker_thread}: Lua functions on other threads, in VMs of their own. */
@NullMarked
package io.perigee.ngx.workerthread;

import org.jspecify.annotations.NullMarked;
