using CsCheck;
using DsMip.Configuration;
using DsMip.MobileNode.State;
using DsMip.Wire.Mobility;

namespace DsMip.MobileNode.Host.Tests;

/// <summary>Whatever moment a crash picks, no number is used twice.</summary>
public sealed class StateTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("dsmip-mn").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void What_is_saved_is_loaded()
    {
        var state = new PersistentState(1UL << 40, 3, 77, 65000);
        using (var file = StateFile.Open(_directory)) file.Save(state);
        using var again = StateFile.Open(_directory);
        Assert.Equal(state, again.Load());
    }

    [Fact]
    public void The_first_start_begins_with_one_and_a_random_sequence_number()
    {
        using var file = StateFile.Open(_directory);
        var numbers = NumberReservation.Start(file, Settings.Read().Keys, random: 4711);
        Assert.Equal(1u, numbers.FirstEspNumber);
        Assert.Equal(new SequenceNumber(4711), numbers.LastSequence);
        Assert.True(numbers.EspReservedThrough >= 1);
    }

    [Fact]
    [Clause("6275-11.7.1-sequence", "3776-4.4-replay")]
    public void Runs_that_end_in_a_crash_at_any_moment_never_repeat_a_number() => Gen.Int[0, 700].Array[1, 8].Sample(runs =>
    {
        File.Delete(Path.Combine(_directory, "state.json"));
        ulong lastEsp = 0;
        SequenceNumber? lastSequence = null;
        foreach (var updates in runs)
        {
            // Not disposed in between what a crash would not: only the lock is given back, as the kernel does.
            using var file = StateFile.Open(_directory);
            var numbers = NumberReservation.Start(file, Settings.Read().Keys, random: 65500);
            var (esp, sequence) = (numbers.FirstEspNumber, numbers.LastSequence);
            Assert.True(esp > lastEsp);
            for (var i = 0; i < updates; i++)
            {
                sequence = sequence.Next;
                numbers.Reserve(esp, sequence);
                Assert.True(esp <= file.Load().EspReservedThrough, "used before it was on the disk");
                Assert.True(lastSequence is null || sequence.IsAfter(lastSequence.Value));
                (lastEsp, lastSequence) = (esp, sequence);
                esp++;
            }
        }
    }, iter: 20, threads: 1);

    [Fact]
    public void A_block_is_reserved_before_the_old_one_is_used_up()
    {
        using var file = StateFile.Open(_directory);
        var numbers = NumberReservation.Start(file, Settings.Read().Keys, 0);
        var writes = 0;
        for (ulong esp = 1; esp <= 1000; esp++)
        {
            if (numbers.Reserve(esp, new SequenceNumber(1))) writes++;
            Assert.True(numbers.EspReservedThrough >= esp + (NumberReservation.EspBlock / 2) - 1);
        }
        Assert.InRange(writes, 1, 10);
    }

    /// <summary>The counter is what AES-GCM makes its nonces of: it goes on even where it could start over.</summary>
    [Theory]
    [InlineData("Spi", "5000")]
    [InlineData("ExtendedSequenceNumbers", "false")]
    [InlineData("EncryptionKey", "200102030405060708090a0b0c0d0e0f10111213")]
    public void Whatever_changes_the_outbound_count_goes_on(string key, string value)
    {
        using var file = StateFile.Open(_directory);
        var used = NumberReservation.Start(file, Settings.Read().Keys, 0).EspReservedThrough;
        Assert.Equal(used + 1, NumberReservation.Start(file, Settings.Read(("BindingUpdate:" + key, value)).Keys, 0).FirstEspNumber);
    }

    [Fact]
    public void A_disk_that_takes_nothing_leaves_the_numbers_in_hand()
    {
        using var file = StateFile.Open(_directory);
        var numbers = NumberReservation.Start(file, Settings.Read().Keys, random: 0);
        var (esp, through) = (numbers.EspReservedThrough, new SequenceNumber(NumberReservation.SequenceBlock));
        Directory.CreateDirectory(Path.Combine(_directory, "state.json.new"));
        Assert.Throws<DsMip.Linux.LinuxException>(() => numbers.Reserve(esp, through));
        Assert.True(numbers.Covers(esp, through));
        Assert.False(numbers.Covers(esp + 1, through));
        Assert.False(numbers.Covers(esp, through.Next));
        Directory.Delete(Path.Combine(_directory, "state.json.new"));
        Assert.True(numbers.Reserve(esp, through));
        Assert.True(numbers.Covers(esp + 1, through.Next));
    }

    [Fact]
    public void New_keys_of_the_home_agent_start_a_new_replay_window()
    {
        using var file = StateFile.Open(_directory);
        var old = NumberReservation.Start(file, Settings.Read().Keys, 0);
        old.Accepted(99);
        old.Flush();
        Assert.Equal(99u, NumberReservation.Start(file, Settings.Read().Keys, 0).EspHighestAccepted);
        var changed = NumberReservation.Start(
            file, Settings.Read(("BindingAcknowledgement:EncryptionKey", "200102030405060708090a0b0c0d0e0f10111213")).Keys, 0);
        Assert.Equal(0u, changed.EspHighestAccepted);
    }

    [Fact]
    public void Two_mobile_nodes_cannot_share_it()
    {
        using var file = StateFile.Open(_directory);
        Assert.Equal("StateDirectory", Assert.Throws<ConfigurationException>(() => StateFile.Open(_directory)).Key);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    public void A_damaged_file_is_not_taken_for_a_first_start(string content)
    {
        File.WriteAllText(Path.Combine(_directory, "state.json"), content);
        using var file = StateFile.Open(_directory);
        Assert.Equal("StateDirectory", Assert.Throws<ConfigurationException>(() => file.Load()).Key);
    }

    [Fact]
    public void Fresh_keys_for_every_association_need_no_numbers_but_those_of_binding_updates()
    {
        using var file = StateFile.Open(_directory);
        var numbers = NumberReservation.Start(file, null, random: 7);
        Assert.Equal(0u, file.Load().EspReservedThrough);
        Assert.True(numbers.Reserve(null, new SequenceNumber(60)));
        Assert.False(numbers.Reserve(null, new SequenceNumber(60)));
        Assert.True(numbers.Covers(null, new SequenceNumber(60)));
        Assert.Equal(0u, file.Load().EspReservedThrough);
    }

    /// <summary>Keys by hand come back after a time with IKE: their numbers go on.</summary>
    [Fact]
    public void A_time_with_ike_forgets_no_number_of_the_keys_by_hand()
    {
        using var file = StateFile.Open(_directory);
        var used = NumberReservation.Start(file, Settings.Read().Keys, 0).EspReservedThrough;
        NumberReservation.Start(file, null, 0);
        Assert.Equal(used + 1, NumberReservation.Start(file, Settings.Read().Keys, 0).FirstEspNumber);
    }

    [Fact]
    public void An_association_that_was_lost_starts_after_everything_that_may_have_been_used()
    {
        using var file = StateFile.Open(_directory);
        var numbers = NumberReservation.Start(file, Settings.Read().Keys, 0);
        var before = numbers.EspReservedThrough;
        Assert.Equal(before, numbers.StartOver());
        Assert.True(numbers.Covers(before + 1, numbers.LastSequence));
        Assert.Equal(before + NumberReservation.EspBlock, file.Load().EspReservedThrough);
    }
}
