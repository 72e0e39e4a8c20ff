/** The models of a controller: bundles with the header LDPI-Model are read, checked, and one of them serves. */
package org.ldpi.model;
