using DsMip.Lab.Topology;
using DsMip.Linux;

namespace DsMip.Lab.Tests.Attack;

/// <summary>Sends any packet, with any source address, from a namespace: nobody on the way filters sources.</summary>
internal sealed class Attacker(NetworkNamespace space) : IDisposable
{
    private readonly FrameSender _sender = space.Enter(() => new FrameSender());

    public void Send(ReadOnlySpan<byte> packet) => Assert.Equal(Errno.None, _sender.Send(packet));

    public void Dispose() => _sender.Dispose();
}
