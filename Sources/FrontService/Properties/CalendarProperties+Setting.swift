import CalDAV
import CalendarStore
import WebDAV

extension CalendarProperties {
    /// The greatest number of octets of a text that a client sets.
    static let maximumTextSize = 64 << 10

    /// Makes the properties of a calendar of which nothing was said yet.
    init() {
        self.init(displayName: "")
    }

    /// Changes one property; the types of component are no property of these.
    ///
    /// - Parameters:
    ///   - setting: The new value, or none.
    ///   - language: The value of `xml:lang` that holds for it.
    mutating func apply(_ setting: CalendarPropertySetting, language: String?) {
        switch setting {
        case .displayName(let name):
            displayName = name ?? ""
            displayNameLanguage = name == nil ? nil : language
        case .description(let text, let language):
            description = text
            descriptionLanguage = text == nil ? nil : language
        case .timezone(let zone): timeZone = zone?.text
        case .color(let color): self.color = color
        case .order(let order): self.order = order.map { Int64($0) }
        case .isTransparent(let isTransparent): self.isTransparent = isTransparent ?? false
        case .supportedComponents: break
        }
    }
}
