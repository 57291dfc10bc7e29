import CalendarExchange

/// What an import says of itself when it ends.
enum ImportText {
    /// Returns the lines for a report.
    ///
    /// - Parameters:
    ///   - report: What was stored.
    ///   - replaces: Whether objects that were there were to be replaced.
    /// - Returns: The lines.
    static func lines(_ report: ImportReport, replaces: Bool) -> [String] {
        let stored = "imported \(CountText(report.objects, "object")), \(CountText(report.attachments, "attachment")); "
        let made = "made \(CountText(report.calendars, "calendar")); "
        let found = report.findings.isEmpty ? [] : ["\(CountText(report.findings.count, "problem")), named above"]
        guard replaces else {
            let first = stored + made + "\(report.present) were there already"
            return [first] + (report.present == 0 ? [] : ["what was there is left alone; --replace replaces it"])
                + found
        }
        let first = stored + made + "replaced \(report.replaced); \(report.unchanged) were there already, the same"
        let changes = report.objects + report.replaced + report.calendars + report.attachments
        return [first] + (changes == 0 ? ["nothing was changed"] : []) + found
    }
}
