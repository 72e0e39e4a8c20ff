/** Labels per flow, from the command log and the kernel's report of who sent what. */
package org.ldpi.lab.label;
