internal import TuttiMCP

extension SampleLife {
    /// Seven tasks: one overdue, two due today, four for the days to come.
    public var tasks: [ToDo] {
        [
            ToDo(title: "Send the quarterly report to Ines", due: self.today.adding(days: -1), priority: .high),
            ToDo(title: "Finish the slides for the product review", due: self.today, priority: .high),
            ToDo(title: "Answer the landlord about the heating", due: self.today, priority: .normal),
            ToDo(title: "Call Dad back about the weekend", due: self.today.adding(days: 2), priority: .normal),
            ToDo(title: "Book an appointment with the dentist", due: self.today.adding(days: 3), priority: .low),
            ToDo(title: "Draft the proposal for the spring project", due: self.today.adding(days: 5), priority: .high),
            ToDo(title: "Return the library books", due: self.today.adding(days: 6), priority: .low),
        ]
    }
}
