// What the test of Thunderbird does in the program: the functions of its calendar that its own windows call.

const {cal} = ChromeUtils.importESModule("resource:///modules/calendar/calUtils.sys.mjs");
const {CalDavProvider} = ChromeUtils.importESModule("resource:///modules/CalDavProvider.sys.mjs");
const {CalEvent} = ChromeUtils.importESModule("resource:///modules/CalEvent.sys.mjs");
const {CalTodo} = ChromeUtils.importESModule("resource:///modules/CalTodo.sys.mjs");
const {CalAttachment} = ChromeUtils.importESModule("resource:///modules/CalAttachment.sys.mjs");

const EDITOR = "chrome://calendar/content/calendar-event-dialog.xhtml";
const CONFLICT = "chrome://calendar/content/calendar-conflicts-dialog.xhtml";

const mainWindow = () => Services.wm.getMostRecentWindow("mail:3pane");
const windowOf = address => [...Services.wm.getEnumerator(null)].find(each => each.location.href == address);

const turn = () => new Promise(resolve => Services.tm.dispatchToMainThread(resolve));

function load(calendar) {
    return new Promise(resolve => {
        const nothing = Object.fromEntries(
            ["onStartBatch", "onEndBatch", "onAddItem", "onModifyItem", "onDeleteItem", "onError", "onPropertyChanged",
                "onPropertyDeleting"].map(name => [name, () => {}]));
        const observer = {...nothing, QueryInterface: ChromeUtils.generateQI(["calIObserver"]), onLoad() {
            calendar.removeObserver(observer);
            resolve();
        }};
        calendar.addObserver(observer);
        calendar.refresh();
    });
}

function isReady() {
    return cal.manager.getCalendars().length > 0 && Boolean(mainWindow()?.modifyEventWithDialog);
}

function version() {
    return Services.appinfo.version;
}

// The dialog for a new calendar, in which the box for remembering the password is ticked if it shall be, and then all that
// was found. "Offline Support" is on, as it is there unless it is taken away.
async function subscribe(user, password, address, remember) {
    try {
        const found = await CalDavProvider.detectCalendars(user, password, address, remember);
        // The password is stored in the background; a calendar that comes before it would ask a person.
        while (remember && (await Services.logins.getAllLogins()).length == 0) await turn();
        for (const calendar of found) {
            calendar.setProperty("cache.enabled", true);
            cal.manager.registerCalendar(calendar);
            // One after the other: of calendars that ask for the password together, the second makes the program forget it.
            await load(calendarOf(calendar.name));
        }
        return found.map(each => [each.name, each.uri.spec]);
    } catch (error) {
        if (error instanceof cal.provider.detection.CertError) return "certificate";
        if (error instanceof cal.provider.detection.AuthFailedError) return "password";
        throw error;
    }
}

// What a person does who confirms an exception for a certificate.
function trust(host, port, certificate) {
    const database = Cc["@mozilla.org/security/x509certdb;1"].getService(Ci.nsIX509CertDB);
    const known = database.constructX509FromBase64(certificate);
    const overrides = Cc["@mozilla.org/security/certoverride;1"].getService(Ci.nsICertOverrideService);
    overrides.rememberValidityOverride(host, port, {}, known, true);
}

function calendarOf(name) {
    return cal.manager.getCalendars().find(each => each.name == name && each.type == "caldav");
}

// How a calendar stands: nothing is wrong, and it can be written to.
function isWritable(name) {
    const calendar = calendarOf(name);
    return Boolean(calendar) && !calendar.readOnly && Components.isSuccessCode(calendar.getProperty("currentStatus") || 0);
}

function refresh(name) {
    calendarOf(name).refresh();
}

async function text(name, uid) {
    const item = await calendarOf(name).getItem(uid);
    if (!item) return null;
    const serializer = Cc["@mozilla.org/calendar/ics-serializer;1"].createInstance(Ci.calIIcsSerializer);
    serializer.addItems([item]);
    return serializer.serializeToString();
}

const filesOf = item => item.getAttachments().map(each => ({
    ...Object.fromEntries(each.wrappedJSObject.mProperties), "VALUE OF IT": each.rawData, link: each.uri?.spec ?? null,
}));

async function files(name, uid) {
    return filesOf(await calendarOf(name).getItem(uid));
}

async function add(name, data) {
    const item = data.includes("BEGIN:VTODO") ? new CalTodo(data) : new CalEvent(data);
    return (await calendarOf(name).addItem(item)).id;
}

async function remove(name, uid) {
    const calendar = calendarOf(name);
    await calendar.deleteItem(await calendar.getItem(uid));
}

// Changes an item as a drag, a context menu, or an extension does: without the editor.
async function modify(name, uid, title) {
    const old = await calendarOf(name).getItem(uid);
    const item = old.clone();
    item.title = title;
    await calendarOf(name).modifyItem(item, old);
}

const occurrence = (item, start) => item.recurrenceInfo.getOccurrenceFor(cal.createDateTime(start));

async function modifyOccurrence(name, uid, start, title) {
    const series = await calendarOf(name).getItem(uid);
    const old = occurrence(series, start);
    const item = old.clone();
    item.title = title;
    await calendarOf(name).modifyItem(item, old);
}

async function removeOccurrence(name, uid, start) {
    const old = await calendarOf(name).getItem(uid);
    const item = old.clone();
    item.recurrenceInfo.removeOccurrenceAt(cal.createDateTime(start));
    await calendarOf(name).modifyItem(item, old);
}

// An item is put into another calendar, as the list of calendars in the editor and a drag do it.
async function move(name, uid, target) {
    const old = await calendarOf(name).getItem(uid);
    const item = old.clone();
    item.calendar = calendarOf(target);
    mainWindow().doTransaction("modify", item, item.calendar, old, null);
}

// The editor, as a double click opens it; the occurrence is that of a start, if one is told.
async function edit(name, uid, start) {
    const item = await calendarOf(name).getItem(uid);
    mainWindow().modifyEventWithDialog(start ? occurrence(item, start) : item, false);
}

function editor() {
    const inner = windowOf(EDITOR)?.document.getElementById("calendar-item-panel-iframe")?.contentWindow;
    return inner?.onLoad?.hasLoaded ? inner : null;
}

const isOpen = () => Boolean(editor());
const isClosed = () => !windowOf(EDITOR);

function rows() {
    return [...editor().document.getElementById("attachment-link").children];
}

function showFiles() {
    const inner = editor();
    inner.document.getElementById("event-grid-tabs").selectedItem = inner.document.getElementById("event-grid-tab-attachments");
    return rows().map(row => ({shown: row.querySelector("label").value, link: row.getAttribute("tooltiptext")}));
}

function setTitle(title) {
    const field = editor().document.getElementById("item-title");
    field.value = title;
    field.dispatchEvent(new Event("input", {bubbles: true}));
}

function addLink(address) {
    const attachment = new CalAttachment();
    attachment.uri = Services.io.newURI(address);
    editor().addAttachment(attachment);
}

function removeFile(link) {
    const inner = editor();
    inner.document.getElementById("attachment-link").selectedItem = rows().find(row => row.attachment.uri.spec == link);
    inner.deleteAttachment();
}

function saveAndClose() {
    windowOf(EDITOR).document.getElementById("button-saveandclose").click();
}

// Begins a change that the program may ask a question about, and does not wait for its end.
function beginToModify(name, uid, title) {
    mainWindow().compatibility = {ended: false};
    const ended = () => { mainWindow().compatibility.ended = true; };
    modify(name, uid, title).then(ended, ended);
}

const hasEnded = () => mainWindow().compatibility.ended;
const isInConflict = () => windowOf(CONFLICT)?.document.readyState == "complete";
const answerConflict = button => windowOf(CONFLICT).document.querySelector("dialog").getButton(button).click();

// The month of a date in the calendar's tab, for a picture of it.
function showMonth(date) {
    const main = mainWindow();
    main.document.getElementById("tabmail").openTab("calendar");
    main.switchToView("month");
    main.goToDate(cal.createDateTime(date));
}
