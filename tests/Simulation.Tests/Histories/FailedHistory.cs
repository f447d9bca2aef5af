using DsMip.Simulation.Tests.Time;

namespace DsMip.Simulation.Tests.Histories;

internal sealed class FailedHistory(History history, Exception failure, Journal? journal)
    : Exception($"{failure.Message}\n{history}\n\n{journal}", failure);
