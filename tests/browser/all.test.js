/** Every scene, in one process, so that they share one browser and the sessions of the people in it. */
import "./session.test.js";
import "./petition.test.js";
import "./penalty.test.js";
import "./portal.test.js";
import "./desks.test.js";
import "./law.test.js";
import "./officers.test.js";
import "./reviewers.test.js";
import "./catalogue.test.js";
import "./dossier.test.js";
import "./looking.test.js";
import "./retention.test.js";
import "./recordings.test.js";
import "./devices.test.js";
import "./uploads.test.js";
import "./reports.test.js";
import "./letters.test.js";
