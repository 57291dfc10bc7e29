/// The `DAV:supported-live-property-set` property (RFC 3253 §3.1.4).
package enum SupportedLivePropertySet {
    /// Returns the property for the live properties with the given names.
    package static func element(_ properties: [XMLName]) -> XMLElement {
        XMLElement(
            DAVProperty.supportedLivePropertySet,
            properties.map { name in
                XMLElement(DAVElement.supportedLiveProperty, [XMLElement(DAVElement.prop, [XMLElement(name)])])
            }
        )
    }
}
