/// What draft-ietf-calext-caldav-attachments-01 demands in its sections 3.2 to 6: each sentence with a key word of RFC 2119.
///
/// The sentences were taken out of the text by its key words, so that none was left out by choice; lists are cut after
/// the words that lead to them.
enum DraftText {
    /// A sentence of the draft.
    struct Sentence: Hashable, Sendable {
        /// The number of the section.
        let section: String
        /// The words.
        let words: String
    }

    /// The words that make a sentence a demand (RFC 2119).
    static let keyWords: Set<String> = ["MUST", "SHOULD", "MAY", "REQUIRED", "RECOMMENDED", "OPTIONAL"]

    /// All sentences, in the order of the draft.
    static let sentences: [Sentence] = sentences(in: text)

    /// Reads sentences, one on each line, behind the numbers of their sections.
    static func sentences(in text: String) -> [Sentence] {
        text.split(separator: "\n").compactMap { line in
            let parts = line.split(separator: " ", maxSplits: 1)
            return parts.count == 2 ? Sentence(section: String(parts[0]), words: String(parts[1])) : nil
        }
    }

    private static let text = """
        3.2 A server supporting the features described in this specification MUST include \
        "calendar-managed-attachments" as a field in the DAV response header from an OPTIONS request on a calendar \
        home collection.
        3.2 If that is the case, the server MUST include "calendar-managed-attachments-no-recurrence" as a field in \
        the DAV response header from an OPTIONS request on a calendar home collection.
        3.2 When that field is present, clients MUST NOT attempt any managed attachment operations that target \
        specific recurrence instances.
        3.3.1 This parameter MUST be present once on each POST request used to manage attachments.
        3.3.1 One of these three values MUST be used.
        3.3.2 This query parameter MUST contain one or more items, separated by commas (0x2C).
        3.3.2 This item MUST be present only once.
        3.3.2 That value MUST correspond to the RECURRENCE-ID value as stored in the calendar object resource (i.e. \
        without any conversion to UTC).
        3.3.2 If multiple items of this form are used, they MUST be unique values.
        3.3.2 The "rid" query parameter MUST NOT be present in the case of an update operation, or if the server \
        chooses not to support per-recurrence instance managed attachments (see Section 3.1).
        3.3.3 The value of this query parameter MUST match the "MANAGED-ID" property parameter value on the "ATTACH" \
        property in the calendar object resource instance(s) targeted by the request.
        3.3.3 The "managed-id" query parameter MUST NOT be present in the case of an add operation.
        3.4 The client MUST include a valid Content-Type HTTP header describing the media type of the attachment (as \
        required by HTTP).
        3.4 The client SHOULD include a Content-Disposition HTTP header [RFC6266] with a "type" parameter set to \
        "attachment", and a "filename" parameter that indicates the name of the attachment.
        3.4 The "ATTACH" property MUST contain a "MANAGED-ID" parameter whose value is a unique identifier (within the \
        context of the server as a whole).
        3.4 The "ATTACH" property SHOULD contain an "FMTTYPE" parameter whose value matches the Content-Type header \
        value from the request.
        3.4 The "ATTACH" property SHOULD contain an "FILENAME" parameter whose value matches the Content-Disposition \
        header "filename" parameter value from the request, taking into account the restrictions expressed in Section \
        4.2.
        3.4 The "ATTACH" property SHOULD include a "SIZE" parameter whose value represents the size in octets of the \
        attachment.
        3.4 If a specified recurrence instance does not have a matching component in the calendar object resource, \
        then the server MUST modify the calendar object resource to include the overridden component with the \
        appropriate "RECURRENCE-ID" property included.
        3.4 Upon successful creation of the attachment resource, and modification of the targeted calendar object \
        resource, the server MUST return an appropriate HTTP success status response and include a "Cal-Managed-ID" \
        HTTP header containing the "MANAGED-ID" parameter value of the newly created "ATTACH" property.
        3.5 When an attachment is updated the server MUST change the associated "MANAGED-ID" parameter and MAY change \
        the "ATTACH" property value.
        3.5 The client MUST include a valid Content-Type header describing the media type of the attachment (as \
        required by HTTP).
        3.5 The client SHOULD include a Content-Disposition header [RFC6266] with a "type" parameter set to \
        "attachment", and a "filename" parameter that indicates the name of the attachment.
        3.5 The "ATTACH" property SHOULD contain a "FMTTYPE" parameter whose value matches the Content-Type header \
        value from the request - this could differ from the original value if the media type of the updated attachment \
        is different.
        3.5 The "ATTACH" property SHOULD contain a "FILENAME" parameter whose value matches the Content-Disposition \
        header "filename" parameter value from the request, taking into account the restrictions expressed in Section \
        4.2.
        3.5 The "ATTACH" property SHOULD include a "SIZE" parameter whose value represents the size in octets of the \
        updated attachment.
        3.5 Upon successful update of the attachment resource, and modification of the targeted calendar object \
        resource, the server MUST return an appropriate HTTP success status response, and include a "Cal-Managed-ID" \
        HTTP header containing the new value of the "MANAGED-ID" parameter.
        3.6 Note that if a specified recurrence instance does not have a matching component in the calendar object \
        resource, then the server MUST modify the calendar object resource to include the overridden component with \
        the appropriate "RECURRENCE-ID" property included, and the matching "ATTACH" property removed.
        3.6 Upon successful removal of the attachment resource and modification of the targeted calendar object \
        resource, the server MUST return an appropriate HTTP success status response.
        3.7 When this occurs, servers SHOULD NOT change either the "MANAGED-ID" parameter value or the "ATTACH" \
        property value for any managed attachments - this ensures that clients do not have to download the attachment \
        data again if they already have it cached, because it is used in another calendar resource.
        3.8 Servers MUST NOT allow clients to update attachment data directly via a PUT on the attachment URI (or via \
        any other HTTP method that modifies content).
        3.9 Servers MUST NOT allow clients to delete attachments directly via a DELETE request on the attachment URI.
        3.11.1 The attachment submitted in the POST request MUST have an octet size less than or equal to the value of \
        the CALDAV:max-attachment-size property value (Section 6.2) on the calendar collection of the target calendar \
        resource;
        3.11.1 The addition of the attachment submitted in the POST request MUST result in the target calendar \
        resource having a number of managed attachments less than or equal to the value of the \
        CALDAV:max-attachments-per-resource property value (Section 6.3) on the calendar collection of the target \
        calendar resource;
        3.11.1 The managed-id POST request query parameter MUST contain a value corresponding to a "MANAGED-ID" \
        property parameter value in the iCalendar data targeted by the request.
        3.11.2 Server implementations MAY choose to include managed attachments sizes when calculating the amount of \
        storage used by a particular resource.
        3.11.3 Access to the managed attachments store in a calendar object resource SHOULD be restricted to only \
        those calendar users who have access to that calendar object either directly, or indirectly (via being an \
        attendee who would receive a scheduling message).
        3.11.3 When accessing a managed attachment, clients SHOULD be prepared to authenticate with the server storing \
        the attachment resource.
        3.11.3 Servers MUST prevent attendees of scheduled events from adding, updating or removing managed \
        attachments.
        3.11.3 In addition, the server MUST prevent a calendar user from re-using a managed attachment (based on its \
        managed-id value), unless that user is the one who originally created the managed attachment.
        3.11.4 For POST requests that add or update attachment data, the server MAY issue an HTTP redirect to require \
        the client to re-issue the POST request using a different request-URI.
        3.11.5 Servers MAY automatically remove attachment data, for example to regain the storage taken by unused \
        attachments, or as the result of a virus scanning.
        3.11.5 When doing so they SHOULD NOT modify calendar data referencing those attachments.
        3.11.5 Instead they SHOULD return a 410 HTTP status response to any request on the removed attachment URI.
        3.11.6 When a managed attachment is added, updated or removed from a calendar object resource, the server MUST \
        ensure that a scheduling message is sent to update any attendees with the changes, as per [RFC6638].
        3.11.7 Servers SHOULD use the "102 (Processing)" interim response defined in Section 10.1 of [RFC2518] to keep \
        the client connection alive if the response will take some time.
        3.11.7 When exporting calendar data from a CalDAV server supporting managed attachments, clients SHOULD remove \
        all "MANAGED-ID" property parameters from "ATTACH" properties in the calendar data.
        3.11.7 Similarly when importing calendar data from another source, clients SHOULD remove any "MANAGED-ID" \
        property parameters on "ATTACH" properties (failure to do so will likely result in the server removing those \
        properties automatically).
        4.1 This property parameter MAY be specified on "ATTACH" properties.
        4.2 This property parameter MAY be specified on "ATTACH" properties corresponding to managed attachments.
        4.2 As a consequence, clients MUST follow the guidelines expressed in Section 4.3 of [RFC6266] when consuming \
        this parameter value.
        4.2 Similarly, servers MUST follow those same guidelines before storing a value.
        4.3 This property parameter MUST be specified on "ATTACH" properties corresponding to managed attachments.
        4.3 This property parameter MUST NOT be present in the case of non managed attachments.
        5.1 It MUST be sent only in response to a successful POST request with an action set to attachment-add.
        6.1 This property MUST be protected as only the server can update the value.
        6.1 SHOULD NOT be returned by a PROPFIND DAV:allprop request.
        6.1 This property MAY be defined on a calendar home collection.
        6.1 When one DAV:href element is present, its value MUST be an absolute HTTP URI containing only the scheme \
        (i.e. "https") and authority (i.e. host and port) parts .
        6.1 Whenever a managed attachment is to be retrieved via an HTTP GET, the client MUST construct the actual URL \
        of the attachment by substituting the scheme and authority parts of the attachment URI (as stored in the \
        iCalendar "ATTACH" property) with the present WebDAV property value.
        6.1 When no DAV:href element is present, the client MUST substitute the scheme and authority parts of the \
        attachment URI with the scheme and authority part of the calendar home collection absolute URI.
        6.2 MUST be protected as it indicates limits provided by the server.
        6.2 This property value MUST be preserved in COPY and MOVE operations.
        6.2 SHOULD NOT be returned by a PROPFIND DAV:allprop request.
        6.2 Any attempt to store a managed attachment exceeding this size MUST result in an error, with the \
        CALDAV:max-attachment-size precondition (Section 3.11.1) being violated.
        6.3 MUST be protected as it indicates limits provided by the server.
        6.3 This property value MUST be preserved in COPY and MOVE operations.
        6.3 SHOULD NOT be returned by a PROPFIND DAV:allprop request.
        6.3 Any attempt to add a managed attachment that would cause the calendar resource to exceed this limit MUST \
        result in an error, with the CALDAV:max-attachments-per-resource precondition (Section 3.11.1) being violated.
        """
}
