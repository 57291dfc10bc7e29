extension Component {
    /// The elements of the component in the terms of ``ICalendarLimits/maximumElements``: what a parser counts when it reads
    /// the component as it is written.
    ///
    /// Each line counts, BEGIN and END among them, and each parameter value.
    package var elementCount: Int {
        contents.reduce(2) { count, content in count + content.elementCount }
    }
}

extension Component.Content {
    fileprivate var elementCount: Int {
        switch self {
        case .component(let component): component.elementCount
        case .property(let property): 1 + property.parameterValueCount
        }
    }
}
