using DsMip.MobileNode.Registration;

namespace DsMip.MobileNode.Host.Tests;

public sealed class UnansweredUpdatesTests
{
    [Fact]
    public void Every_third_in_a_row_casts_doubt_on_the_keys()
    {
        var updates = new UnansweredUpdates();
        Assert.Equal([false, false, true, false, false, true], Enumerable.Range(0, 6).Select(_ => updates.Sent()));
    }

    [Fact]
    public void An_answer_begins_a_new_row()
    {
        var updates = new UnansweredUpdates();
        for (var i = 0; i < 10; i++)
        {
            Assert.False(updates.Sent());
            Assert.False(updates.Sent());
            updates.Answered();
        }
    }
}
