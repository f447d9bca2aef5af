using DsMip.Lab.Daemons;
using DsMip.Lab.Walk;

namespace DsMip.Native.Tests.Demo;

/// <summary>The walk of the demo, once around, with the kernel's ESP for signalling and payload and with a stock charon at both ends.</summary>
public sealed class NativeWalkTests
{
    [NativeFact]
    public void Nothing_breaks_and_nothing_is_in_the_clear()
    {
        using var lab = new NativeLab(LabIpsec.ProtectedPayload).Started();
        var walk = new WalkThroughNetworks(lab.Lab, new NoView(), crash: false, CancellationToken.None) { Rounds = 1 };
        var outcome = lab.Explain(walk.Run) with { JudgesGaps = false };
        Assert.True(outcome.Failures.Count == 0, string.Join('\n', outcome.Failures) + lab.Lab.Tails());
        Assert.True(outcome.Payload is { Clear: 0, EspToCareOf: > 100, EspInUdp: > 300 }, $"{outcome.Payload}");
    }

    private sealed class NoView : IWalkView
    {
        public void Doing(string what)
        {
        }

        public void Moved(MoveResult move)
        {
        }
    }
}
