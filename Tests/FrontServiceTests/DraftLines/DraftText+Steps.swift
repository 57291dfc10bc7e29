extension DraftText {
    /// What draft-ietf-calext-caldav-attachments-01 says of the course of requests in its sections 3.3 to 3.10 without a
    /// key word of RFC 2119: each sentence by which a server does something, in the order of the draft.
    static let steps: [Sentence] = sentences(in: courses)

    private static let courses = """
        3.3.2 The value "M" (case-insensitive) refers to the "master" recurrence instance, i.e., the component that \
        does not include a "RECURRENCE-ID" property.
        3.3.2 A specific iCalendar instance is targeted by using its "RECURRENCE-ID" value as the item value.
        3.3.2 If the "rid" query parameter is not present, all recurrence instances in the calendar object resource are \
        targeted.
        3.4 Validates that any recurrence instances referred to via the "rid" query parameter are valid for the calendar \
        object resource being targeted.
        3.4 Stores the supplied attachment data into a resource and generates an appropriate URI for clients to access \
        the resource.
        3.4 For each affected recurrence instance in the calendar object resource targeted by the request, the server \
        adds an "ATTACH" property, whose value is the URI of the stored attachment.
        3.4 use the Prefer header "return=representation" option [RFC7240] to have the server return the modified \
        calendar object resource data in the HTTP response.
        3.5 Validates that the "managed-id" query parameter is valid for the calendar object resource.
        3.5 Updates the content of the attachment resource corresponding to that managed-id with the supplied \
        attachment data.
        3.5 the server updates the "ATTACH" property whose "MANAGED-ID" property parameter value matches the \
        "managed-id" query parameter.
        3.5 The "MANAGED-ID" parameter value is changed to allow other clients to detect the update, and the property \
        value (attachment URI) might also be changed.
        3.5 use the Prefer header "return=representation" option [RFC7240] to have the server return the modified \
        calendar object resource data in the HTTP response.
        3.5 The update operation does not take a "rid" parameter and does not add, or remove, any "ATTACH" property in \
        the targetted calendar object resource.
        3.5 To link an existing attachment to a new instance, the client simply does a PUT on the calendar object \
        resource, adding an "ATTACH" property which duplicates the existing one (see Section 3.7).
        3.6 The body of the request will be empty.
        3.6 Validates that any recurrence instances referred to via the "rid" query parameter are valid for the calendar \
        object resource being targeted.
        3.6 Validates that the "managed-id" query parameter is valid for the calendar object resource and specific \
        instances being targeted.
        3.6 For each affected recurrence instance in the calendar object resource targeted by the request, the server \
        removes the matching "ATTACH" property.
        3.6 This later case is actually valid only if the master component does include the referenced "ATTACH" property.
        3.6 If the attachment resource is no longer referenced by any instance of the calendar object resource, the \
        server can delete the attachment resource to free up storage space.
        3.6 use the Prefer header "return=representation" option [RFC7240] to have the server return the modified \
        calendar object resource data in the HTTP response.
        3.7 Clients can make use of existing managed attachments by adding the corresponding "ATTACH" property to \
        calendar object resources (subject to the restrictions described in Section 3.11.3).
        3.8 Instead, attachments can only be manipulated via use of POST requests on the calendar data.
        3.9 Clients can remove attachments by simply re-writing the calendar object resource data to remove the \
        appropriate "ATTACH" properties.
        3.10 Clients retrieve attachments by issuing an HTTP GET request using the value of the corresponding "ATTACH" \
        property as the request-URI, taking into account the substitution mechanism associated with the \
        "CALDAV:managed-attachments-server-URL" property (see Section 6.1).
        """
}
