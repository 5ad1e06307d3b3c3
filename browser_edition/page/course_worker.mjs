// The worker that early.js starts: JupyterLite's own, in which Python has already begun. The build
// writes the name of JupyterLite's into the next line.
import "KERNEL_WORKER";
import { begin } from "./course_python.mjs";

begin();
