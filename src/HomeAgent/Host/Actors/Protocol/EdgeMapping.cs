using DsMip.HomeAgent.Edge.Blocks;

namespace DsMip.HomeAgent.Actors.Protocol;

/// <summary>How an edge is.</summary>
internal static class EdgeMapping
{
    public static Messages.EdgeReport ToMessage(EdgeReport report) => new()
    {
        Name = report.Name, IsLoaded = report.IsLoaded, IsDrained = report.IsDrained, Bindings = report.Bindings, Announced = { report.Announced },
    };

    public static EdgeReport FromMessage(Messages.EdgeReport message) => new(message.Name, message.IsLoaded, message.IsDrained, [.. message.Announced], message.Bindings);
}
