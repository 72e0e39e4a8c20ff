/** The sensor: runs a source's packets through flow tables, a thread each, to the detector. */
package org.ldpi.sensor;
