namespace DsMip.Load.Tests.Check;

public sealed class OwnerCheckTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;

    [Fact]
    public void Nodes_that_follow_each_other_are_right() => Assert.Empty(Found("a1 a2 b3 b4 c5"));

    [Fact]
    public void A_node_that_comes_back_at_once_had_the_entity_all_the_time() => Assert.Equal([OwnerCheck.TwoOwners], Found("a1 b2 a3"));

    [Fact]
    public void A_node_that_comes_back_after_the_time_of_two_moves_is_right() =>
        Assert.Empty(Found([new("x", 1, 1, "a", Start), new("x", 2, 2, "b", Start.AddSeconds(3)), new("x", 3, 3, "a", Start.AddSeconds(6))]));

    [Fact]
    public void A_node_that_comes_back_after_one_that_wrote_nothing_any_more_has_taken_over_from_it()
    {
        JournalRow[] rows = [new("x", 1, 1, "a", Start, 9), new("x", 2, 2, "b", Start.AddSeconds(1), 2), new("x", 3, 3, "a", Start.AddSeconds(2), 9)];
        Assert.Empty(Found(rows));
        rows[1] = rows[1] with { WriterLast = 4 };
        Assert.Equal([OwnerCheck.TwoOwners], Found(rows));
    }

    [Fact]
    public void The_time_counts_from_its_last_row() => Assert.Equal(
        [OwnerCheck.TwoOwners],
        Found([new("x", 1, 1, "a", Start), new("x", 2, 2, "a", Start.AddSeconds(9)), new("x", 3, 3, "b", Start.AddSeconds(9)), new("x", 4, 4, "a", Start.AddSeconds(10))]));

    [Fact]
    public void A_number_twice_is_found() => Assert.Equal([OwnerCheck.DuplicateNumber], Found("a1 b1"));

    [Fact]
    public void A_number_that_was_written_before_a_lower_one_is_found() =>
        Assert.Equal([OwnerCheck.OutOfOrder], Found([new("x", 1, 5, "a", Start), new("x", 2, 4, "a", Start)]));

    [Fact]
    public void Entities_do_not_mix() => Assert.Empty(Found([new("x", 1, 9, "a", Start), new("y", 1, 2, "b", Start), new("z", 1, 1, "a", Start)]));

    private static string[] Found(string rows) =>
        Found([.. rows.Split(' ').Select((row, i) => new JournalRow("bce|x", row[1] - '0', i, row[..1], Start.AddMilliseconds(i)))]);

    private static string[] Found(JournalRow[] rows)
    {
        var violations = new Violations();
        var check = new OwnerCheck(violations);
        foreach (var row in rows) check.Add(row);
        return [.. violations.Lines.Select(line => line[..line.IndexOf(':', StringComparison.Ordinal)])];
    }
}
