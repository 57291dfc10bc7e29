import CalDAV
import CalendarStore
import HTTPTypes
import Testing
import WebDAV

@testable import FrontService

@Suite struct PropertyPlanTests {
    private let dead = XMLElement(XMLName(namespace: "urn:example", local: "shelf"), text: "7")
    private let name = XMLElement(DAVProperty.displayName, text: "Work")

    @Test func `what can be set is planned by where it is kept`() {
        let plan = PropertyPlan([.set(name), .set(dead), .remove(CalendarProperty.calendarColor)], of: .newCalendar)
        #expect(!plan.hasFailed)
        #expect(plan.calendar?.displayName == "Work")
        #expect(plan.calendar?.color == nil)
        #expect(plan.dead == [.set(DeadProperty(dead))])
        #expect(
            plan.groups == [
                PropStat(.ok, [name.name, dead.name, CalendarProperty.calendarColor].map { XMLElement($0) })
            ]
        )
    }

    @Test func `only calendars have properties that the server knows and lets a client set`() {
        for subject in [PropertyPlan.Subject.object, .named] {
            let plan = PropertyPlan([.set(XMLElement(CalendarProperty.calendarColor, text: "red"))], of: subject)
            #expect(plan.calendar == nil)
            #expect(plan.dead.count == 1)
        }
    }

    @Test func `the types of component are set with the calendar and never after`() {
        let set = PropertyUpdate.Instruction.set(CalendarPropertyValue.supportedComponents(["VEVENT"]))
        #expect(PropertyPlan([set], of: .newCalendar).components == ["VEVENT"])
        let later = PropertyPlan([set], of: .calendar(CalendarProperties()))
        #expect(later.groups.map(\.status) == [.forbidden])
        let removal = PropertyUpdate.Instruction.remove(CalendarProperty.supportedCalendarComponentSet)
        #expect(PropertyPlan([removal], of: .calendar(CalendarProperties())).hasFailed)
    }

    @Test func `RFC 4918 §9.2.1 each reason is a group, and what would have been done is 424`() {
        let protected = [DAVProperty.getETag, DAVProperty.resourceType].map { XMLElement($0, text: "1") }
        let order = XMLElement(CalendarProperty.calendarOrder, text: "x")
        let plan = PropertyPlan(
            (protected + [order, name, dead]).map(PropertyUpdate.Instruction.set),
            of: .newCalendar
        )
        let expected = [
            PropStat(.forbidden, protected.map { XMLElement($0.name) }, error: .cannotModifyProtectedProperty),
            PropStat(.conflict, [XMLElement(order.name)]),
            PropStat(.failedDependency, [XMLElement(name.name), XMLElement(dead.name)]),
        ]
        #expect(plan.groups == expected)
    }

    @Test func `a property that is set twice is told of once`() {
        let order = { (text: String) in XMLElement(CalendarProperty.calendarOrder, text: text) }
        let plan = PropertyPlan([.set(order("1")), .set(order("x")), .set(order("2"))], of: .newCalendar)
        #expect(plan.groups == [PropStat(.conflict, [XMLElement(CalendarProperty.calendarOrder)])])
    }

    @Test func `what there is no space for is 507, and the rest 424`() {
        let plan = PropertyPlan([.set(name), .set(dead)], of: .newCalendar)
        let expected = [
            PropStat(.insufficientStorage, [XMLElement(dead.name)]),
            PropStat(.failedDependency, [XMLElement(name.name)]),
        ]
        #expect(plan.groupsWithoutSpace() == expected)
    }

    @Test func `no property that a client may set is protected`() {
        #expect(PropertyCatalogue.settable.isDisjoint(with: PropertyCatalogue.protected))
        #expect(PropertyCatalogue.settable.isSubset(of: PropertyCatalogue.properties.keys))
    }

    @Test func `a kept property is the element that was set`() throws {
        let element = XMLElement(
            XMLName(namespace: "urn:a", local: "b"),
            attributes: [XMLAttribute(name: XMLName(namespace: "urn:c", local: "d"), value: "e & \"f\"")],
            content: [.text("x"), .element(XMLElement(DAVElement.href, text: "<y>"))]
        )
        let kept = DeadProperty(element)
        #expect(kept.name == DeadPropertyName(namespace: "urn:a", name: "b"))
        #expect(kept.element == element)
    }
}
