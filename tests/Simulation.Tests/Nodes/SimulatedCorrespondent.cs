using DsMip.Simulation.Tests.Network;
using DsMip.Simulation.Tests.World;
using DsMip.Wire;

namespace DsMip.Simulation.Tests.Nodes;

/// <summary>A node on the Internet that talks to home addresses and knows nothing of mobility.</summary>
internal sealed class SimulatedCorrespondent
{
    private readonly SimulatedInternet _internet;

    public SimulatedCorrespondent(SimulatedInternet internet)
    {
        _internet = internet;
        internet.Route(Place.Correspondent, Receive);
        internet.Route(Place.CorrespondentIpv4, Receive);
    }

    public Mailbox Received { get; } = new();

    public void Send(IpAddress home, long number) =>
        _internet.Send(new Frame(Payload.Write(AddressFor(home), home, number), Sender.Correspondent));

    public static IpAddress AddressFor(IpAddress home) => home.IsIpv4 ? Place.CorrespondentIpv4 : Place.Correspondent;

    private void Receive(Frame frame)
    {
        if (Payload.TryRead(frame.Bytes, out var number)) Received.Add(number);
    }
}
