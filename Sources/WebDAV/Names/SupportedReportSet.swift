/// The `DAV:supported-report-set` property (RFC 3253 §3.1.5).
package enum SupportedReportSet {
    /// Returns the property for the reports with the given names.
    package static func element(_ reports: [XMLName]) -> XMLElement {
        XMLElement(
            DAVProperty.supportedReportSet,
            reports.map { XMLElement(DAVElement.supportedReport, [XMLElement(DAVElement.report, [XMLElement($0)])]) }
        )
    }
}
