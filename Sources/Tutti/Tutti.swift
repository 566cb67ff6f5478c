@_exported public import TuttiAgents
@_exported public import TuttiCore
@_exported public import TuttiModels
