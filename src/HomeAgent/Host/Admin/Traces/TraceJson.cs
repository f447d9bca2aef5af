using System.Text.Json;
using DsMip.HomeAgent.Tracing;

namespace DsMip.HomeAgent.Admin.Traces;

/// <summary>How much is wanted of a mobile node's packets.</summary>
public sealed class TraceCreation
{
    /// <summary>Seconds, 1 to 600; null: 60.</summary>
    public int? Duration { get; init; }

    /// <summary>It ends when it has as many, 1 to 10000; null: 1000.</summary>
    public int? Packets { get; init; }
}

/// <summary>The packets of one mobile node, seen for a while.</summary>
/// <param name="State"><c>running</c>, <c>over</c> (its time), <c>full</c> (as many packets as were wanted) or <c>stopped</c>.</param>
/// <param name="Nodes">Edges, and other members by their addresses, that have said that they take part.</param>
/// <param name="Packets">So many there are.</param>
/// <param name="MostPackets">So many were wanted.</param>
/// <param name="Missed">Packets that came faster than they could be kept.</param>
public sealed record TraceJson(
    Guid Id, string HomeAddress, DateTimeOffset Began, DateTimeOffset Ends, string State, IReadOnlyList<string> Nodes, int Packets, int MostPackets, long Missed)
{
    internal static TraceJson From(PacketTrace trace)
    {
        var status = trace.Status;
        return new TraceJson(
            trace.Id, trace.HomeAddress.ToString(), trace.Began, trace.Ends, TraceNames.Of(status.State), status.Nodes, status.Packets, trace.MostPackets, status.Missed);
    }
}

/// <summary>A packet of a trace.</summary>
/// <param name="Number">From 1 on.</param>
/// <param name="Place"><c>received</c> and <c>sent</c>: on the wire. <c>opened</c> and <c>sealing</c>: signalling as IPsec has opened it, or is about to seal it.</param>
/// <param name="Length">Bytes, from the outermost IP header on.</param>
/// <param name="Source">Of the outermost IP header.</param>
/// <param name="SourcePort">Of UDP behind it; null: there is none.</param>
/// <param name="Esp">Null: not sealed.</param>
/// <param name="Mobility">Null: no Mobility Header, or it cannot be seen.</param>
/// <param name="Summary">All of it in one line.</param>
public sealed record TracedPacketJson(
    int Number, DateTimeOffset At, string Node, string Place, int Length, string Source, string Destination, int? SourcePort, int? DestinationPort,
    TracedEspJson? Esp, TracedMobilityJson? Mobility, string Summary)
{
    internal static TracedPacketJson From(int number, string node, TracedPacket packet)
    {
        var seen = PacketDecoder.Decode(packet.Bytes);
        return new TracedPacketJson(
            number, packet.At, node, TraceNames.Of(packet.Place), packet.Bytes.Length, seen.Source, seen.Destination, seen.SourcePort, seen.DestinationPort,
            seen.Esp is { } esp ? new TracedEspJson($"0x{esp.Spi:x8}", esp.Sequence) : null,
            seen.Mobility is { } message ? new TracedMobilityJson(message.Type, message.Sequence, message.LifetimeSeconds, message.Status, message.Flags, message.Options ?? []) : null,
            seen.Summary);
    }
}

/// <param name="Sequence">The 32 bits that are sent.</param>
public sealed record TracedEspJson(string Spi, uint Sequence);

/// <param name="Type">Such as <c>BindingUpdate</c>.</param>
/// <param name="Status">Of an answer.</param>
public sealed record TracedMobilityJson(string Type, int? Sequence, int? LifetimeSeconds, string? Status, string? Flags, IReadOnlyList<string> Options);

internal static class TraceNames
{
    public static string Of<T>(T value) where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
