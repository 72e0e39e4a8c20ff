/** The lab's command line. */
package org.ldpi.lab;
