/** The commands in Karaf's shell, with help, completion and tables. */
package org.ldpi.shell.karaf;
