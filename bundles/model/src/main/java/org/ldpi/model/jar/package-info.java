/**
 * Model bundles as files: a data-only jar, read with limits and written the same to the byte for the same model. Plain
 * Java; what a host does with a model is elsewhere.
 */
package org.ldpi.model.jar;
