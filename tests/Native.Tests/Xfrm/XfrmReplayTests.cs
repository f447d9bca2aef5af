using DsMip.Linux;
using DsMip.Linux.Netlink.Xfrm;

namespace DsMip.Native.Tests.Xfrm;

public sealed class XfrmReplayTests : IDisposable
{
    private readonly XfrmHost _host = new();

    public void Dispose() => _host.Dispose();

    [NativeTheory]
    [InlineData(true, 64u, 0x1_0000_0005ul)]
    [InlineData(true, 32u, 0x2_ffff_fffful)]
    [InlineData(true, 4096u, 0x7_0000_0001ul)]
    [InlineData(false, 64u, 5ul)]
    [InlineData(false, 32u, 0xffff_ffful)]
    [InlineData(false, 17u, 100ul)]
    public void Numbers_that_are_set_are_read_again_and_without_a_bitmap_all_are_taken(bool extended, uint window, ulong highest)
    {
        _host.Kernel.Add(XfrmHost.State(extended: extended) with { ReplayWindow = window });
        _host.Kernel.SetReplay(XfrmHost.StateId, new XfrmReplay(highest - 1, highest));
        var replay = _host.Kernel.GetReplay(XfrmHost.StateId);
        Assert.Equal((highest - 1, highest, window), (replay.OutboundLast, replay.InboundHighest, replay.Window));
        Assert.True(replay.WasAccepted(highest));
        Assert.True(replay.WasAccepted(highest - 4));
        Assert.False(replay.WasAccepted(highest + 1));

        _host.Kernel.SetReplay(XfrmHost.StateId, replay);
        Assert.Equal(replay, _host.Kernel.GetReplay(XfrmHost.StateId));
    }

    [NativeTheory]
    [InlineData(true, 64u)]
    [InlineData(false, 64u)]
    [InlineData(false, 32u)]
    public void Numbers_to_go_on_from_are_installed_with_the_state(bool extended, uint window)
    {
        _host.Kernel.Add(XfrmHost.State(extended: extended) with { ReplayWindow = window, Replay = new XfrmReplay(4191, 5555) });
        Assert.Contains(window == 32 ? "seq 0x15b3, oseq 0x105f, bitmap 0xffffffff" : "seq-hi 0x0, seq 0x15b3, oseq-hi 0x0, oseq 0x105f replay_window 64, bitmap-length 2 ffffffff ffffffff", _host.States);
        Assert.Equal((4191ul, 5555ul), Numbers());
    }

    [NativeFact]
    public void The_numbers_of_a_state_that_ip_installed()
    {
        _host.AddByIp("mode transport replay-window 20 replay-seq 100 replay-oseq 50");
        var replay = _host.Kernel.GetReplay(XfrmHost.StateId);
        Assert.Equal((50ul, 100ul, 20u), (replay.OutboundLast, replay.InboundHighest, replay.Window));
        Assert.True(replay.WasAccepted(80));
        Assert.False(replay.WasAccepted(100));
        Assert.False(replay.WasAccepted(101));
    }

    [NativeFact]
    public void A_state_that_is_not_there_has_no_numbers()
    {
        Assert.Equal(Errno.ESRCH, Assert.Throws<LinuxException>(() => _host.Kernel.GetReplay(XfrmHost.StateId)).Errno);
        Assert.Equal(Errno.ESRCH, Assert.Throws<LinuxException>(() => _host.Kernel.SetReplay(XfrmHost.StateId, new XfrmReplay(1, 1))).Errno);
    }

    [NativeFact]
    public void Each_number_that_arrives_is_marked_in_every_kind_of_window()
    {
        foreach (var (extended, window) in new[] { (true, 64u), (false, 64u), (false, 32u), (false, 20u) })
        {
            using var pair = new ProtectedPair(extended, window);
            pair.Send(3);
            Assert.Equal(3ul, pair.Sender.GetReplay(ProtectedPair.Id).OutboundLast);
            var replay = pair.Receiver.GetReplay(ProtectedPair.Id);
            Assert.Equal((3ul, window), (replay.InboundHighest, replay.Window));
            Assert.All([1ul, 2ul, 3ul], number => Assert.True(replay.WasAccepted(number)));

            // A jump that leaves a hole: 4 to 9 were never sent.
            pair.Sender.SetReplay(ProtectedPair.Id, new XfrmReplay(9, 0));
            pair.Send(1);
            replay = pair.Receiver.GetReplay(ProtectedPair.Id);
            Assert.Equal([1ul, 2ul, 3ul, 10ul], Enumerable.Range(1, 12).Select(number => (ulong)number).Where(replay.WasAccepted));
        }
    }

    private (ulong, ulong) Numbers()
    {
        var replay = _host.Kernel.GetReplay(XfrmHost.StateId);
        return (replay.OutboundLast, replay.InboundHighest);
    }
}
