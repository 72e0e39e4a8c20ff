/** The commands in a plain Gogo shell. */
package org.ldpi.shell.gogo;
