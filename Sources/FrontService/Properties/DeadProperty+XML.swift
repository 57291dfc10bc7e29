import CalendarStore
import WebDAV

extension DeadPropertyName {
    /// Takes the name of an element.
    init(_ name: XMLName) {
        self.init(namespace: name.namespace, name: name.local)
    }
}

extension DeadProperty {
    /// Keeps an element, with its namespaces and its language.
    init(_ element: XMLElement) {
        let document = XMLDocument.serialise(element)
        self.init(name: DeadPropertyName(element.name), xml: String(decoding: document, as: UTF8.self))
    }

    /// The name of the element.
    var xmlName: XMLName { XMLName(namespace: name.namespace, local: name.name) }

    /// The element as the client set it; nil for text that no version of this service wrote.
    var element: XMLElement? { try? XMLDocument.parse(Array(xml.utf8)) }
}

extension DeadPropertyChange {
    /// Makes the change of an instruction.
    init(_ instruction: PropertyUpdate.Instruction) {
        self =
            switch instruction {
            case .set(let element): .set(DeadProperty(element))
            case .remove(let name): .remove(DeadPropertyName(name))
            }
    }
}

extension DeadPropertyChange {
    /// The name of the property that is set; nil for one that is removed.
    var setName: XMLName? {
        if case .set(let property) = self { property.xmlName } else { nil }
    }
}
