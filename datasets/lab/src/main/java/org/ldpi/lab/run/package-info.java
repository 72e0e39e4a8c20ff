/** Playing a day: servers, activities, captures, and the data set that comes of it. */
package org.ldpi.lab.run;
