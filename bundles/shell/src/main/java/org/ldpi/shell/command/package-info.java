/** What the commands do, for any shell: plain Gogo and Karaf put their own face on it. */
package org.ldpi.shell.command;
