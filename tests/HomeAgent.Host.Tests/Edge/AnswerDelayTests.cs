using DsMip.HomeAgent.Actors;
using DsMip.HomeAgent.Edge;
using DsMip.Wire;

namespace DsMip.HomeAgent.Host.Tests.Edge;

public sealed class AnswerDelayTests
{
    private const int Most = 8192;
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(2.4);

    [Fact]
    public void The_limit_stays_while_answers_are_quick()
    {
        var delay = new AnswerDelay(Most, AnswerDelay.Bearable);
        Answer(delay, Quick, Start, TimeSpan.FromSeconds(5));
        Assert.Equal(Most, delay.Limit);
    }

    [Fact]
    public void What_is_under_way_shrinks_to_what_is_answered_in_time()
    {
        var delay = new AnswerDelay(Most, AnswerDelay.Bearable);
        Answer(delay, Slow, Start, TimeSpan.FromSeconds(1));
        // 1000 a second are 600 in 0.6 s.
        Assert.InRange(delay.Limit, 595, 605);
    }

    [Fact]
    public void One_quick_answer_among_slow_ones_shows_that_there_is_no_queue()
    {
        var delay = new AnswerDelay(Most, AnswerDelay.Bearable);
        for (var i = 0; i < 1000; i++) delay.Note(i % 100 == 0 ? Quick : Slow, Start.AddMilliseconds(i));
        Assert.Equal(Most, delay.Limit);
    }

    [Fact]
    public void Duplicate_address_detection_is_no_overload()
    {
        var delay = new AnswerDelay(Most, AnswerDelay.BearableWithDetection);
        Answer(delay, TimeSpan.FromSeconds(1.2), Start, TimeSpan.FromSeconds(5));
        Assert.Equal(Most, delay.Limit);
    }

    [Fact]
    public void A_pause_of_everything_is_no_rate()
    {
        var delay = new AnswerDelay(Most, AnswerDelay.Bearable);
        Answer(delay, Quick, Start, TimeSpan.FromSeconds(0.1));
        // Three seconds later what has waited is answered in one go, 5000 a second.
        for (var i = 0; i < 2000; i++) delay.Note(Slow, Start.AddSeconds(3).AddMilliseconds(i * 0.2));
        Assert.InRange(delay.Limit, 2900, 3100);
    }

    [Fact]
    public void Some_get_in_however_slow_it_is_and_more_again_when_it_is_over()
    {
        var delay = new AnswerDelay(Most, AnswerDelay.Bearable);
        for (var i = 0; i < 100; i++) delay.Note(Slow, Start.AddMilliseconds(100 * i));
        Assert.Equal(AnswerDelay.Least, delay.Limit);
        Answer(delay, Quick, Start.AddSeconds(10), TimeSpan.FromSeconds(10));
        Assert.Equal(Most, delay.Limit);
    }

    [Fact]
    public void After_an_overload_answers_that_wait_for_duplicate_address_detection_show_that_it_is_over()
    {
        var delay = new AnswerDelay(Most, AnswerDelay.BearableWithDetection);
        for (var i = 0; i < 100; i++) delay.Note(Slow, Start.AddMilliseconds(100 * i));
        Assert.Equal(AnswerDelay.Least, delay.Limit);
        Answer(delay, TimeSpan.FromSeconds(1.2), Start.AddSeconds(10), TimeSpan.FromSeconds(30));
        Assert.Equal(Most, delay.Limit);
    }

    [Fact]
    public void A_control_node_without_room_is_an_overload_however_quick_others_are()
    {
        var delay = new AnswerDelay(Most, AnswerDelay.Bearable);
        for (var i = 0; i < 250; i++)
        {
            delay.Note(Quick, Start.AddMilliseconds(i));
            if (i == 100) delay.NoteFull(Start.AddMilliseconds(i));
        }
        Assert.InRange(delay.Limit, 595, 605);
        Answer(delay, Quick, Start.AddMilliseconds(250), TimeSpan.FromSeconds(5));
        Assert.Equal(Most, delay.Limit);
    }

    /// <summary>
    /// A server that does 1000 a second gets 3000 a second for ten seconds, and everything unanswered again a second later. With the limit it goes on answering at its
    /// own rate, in less than a mobile node's patience; without one it answers frames that have been sent again long ago. What is dropped, forged
    /// frames or what a control node has no room for, comes back at once and changes nothing about that.
    /// </summary>
    [Theory]
    [InlineData(0, false)]
    [InlineData(5, false)]
    [InlineData(5, true)]
    public void An_overloaded_server_goes_on_answering_in_time(int dropped, bool noRoom)
    {
        const int served = 10, offered = 30; // in 10 ms
        var window = new InFlightWindow(Most, limitOfOne: 2);
        var queue = new Queue<(Ipv6Address Home, DateTimeOffset Entered)>();
        var (next, inTime, late) = (0u, 0, 0);
        for (var tick = 0; tick < 1000; tick++)
        {
            var now = Start.AddMilliseconds(10 * tick);
            for (var i = 0; i < offered; i++)
            {
                var home = new Ipv6Address(++next);
                if (window.TryEnter(home, now)) queue.Enqueue((home, now));
            }
            for (var i = 0; i < dropped; i++)
            {
                var home = new Ipv6Address(++next);
                if (window.TryEnter(home, now)) window.Ended(new FrameDropped(home, now) { NoRoom = noRoom }, now.AddMilliseconds(1));
            }
            for (var i = 0; i < served && queue.TryDequeue(out var frame); i++)
            {
                window.Answered(frame.Home, frame.Entered, now);
                if (tick < 500) continue;
                if (now - frame.Entered < TimeSpan.FromSeconds(1)) inTime++;
                else late++;
            }
        }
        Assert.Equal(0, late);
        Assert.True(inTime > 4900, $"{inTime} of 5000");
    }

    /// <summary>A thousand answers a second.</summary>
    private static void Answer(AnswerDelay answers, TimeSpan delay, DateTimeOffset from, TimeSpan during)
    {
        for (var i = 0; i < during.TotalMilliseconds; i++) answers.Note(delay, from.AddMilliseconds(i));
    }
}
