/** A second look at finished data sets. */
package org.ldpi.lab.audit;
