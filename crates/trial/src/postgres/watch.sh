# Stops a temporary PostgreSQL once nobody uses it any more: watch.sh DIR GRACE LONGEST (seconds).
# Each process that uses the cluster leaves a file named after its process id in DIR/users.
# DIR/open says that newcomers may join; it is taken away first, so that nobody joins a cluster about to stop.
trap '' HUP INT TERM
dir=$1 grace=$2 longest=$3 idle=0 age=0

in_use() {
    for user in "$dir"/users/*; do
        [ -e "$user" ] || continue
        if kill -0 "${user##*/}" 2>/dev/null; then return 0; fi
        rm -f "$user"
    done
    return 1
}

while [ -d "$dir/users" ]; do
    if [ "$age" -eq "$longest" ]; then rm -f "$dir/open"; fi
    if in_use; then
        idle=0
    elif [ "$idle" -lt "$grace" ]; then
        idle=$((idle + 1))
    elif mv "$dir/open" "$dir/closed" 2>/dev/null && in_use; then
        mv "$dir/closed" "$dir/open"
        idle=0
    else
        break
    fi
    sleep 1
    age=$((age + 1))
done

if [ -s "$dir/data/postmaster.pid" ]; then
    read -r server <"$dir/data/postmaster.pid"
    kill -INT "$server" 2>/dev/null
    wait_left=10
    # Its own file tells better than its process id that it has ended: nobody may have reaped it.
    while [ "$wait_left" -gt 0 ] && [ -e "$dir/data/postmaster.pid" ]; do
        sleep 1
        wait_left=$((wait_left - 1))
    done
    if [ -e "$dir/data/postmaster.pid" ]; then kill -QUIT "$server" 2>/dev/null; fi
fi
case $dir in
    */jejaring-pg-*) rm -rf "$dir" ;;
esac
