<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>CounterWords</name>
    <message>
        <source>on turn</source>
        <translation>按序</translation>
    </message>
    <message>
        <source>on turn, late</source>
        <translation>按序(迟到)</translation>
    </message>
    <message>
        <source>early: the doctor is free</source>
        <translation>提前：医生空闲</translation>
    </message>
    <message>
        <source>priority</source>
        <translation>优先</translation>
    </message>
    <message>
        <source>back with results</source>
        <translation>检查后回诊</translation>
    </message>
    <message>
        <source>missed before, back</source>
        <translation>过号后返回</translation>
    </message>
    <message>
        <source>emergency</source>
        <translation>急诊</translation>
    </message>
    <message>
        <source>end of the session</source>
        <translation>排在末尾</translation>
    </message>
    <message>
        <source>nobody is waiting</source>
        <translation>无人候诊</translation>
    </message>
    <message>
        <source>missed %1x, not back</source>
        <translation>过号%1次，未返回</translation>
    </message>
    <message>
        <source>return</source>
        <translation>回诊</translation>
    </message>
    <message>
        <source>missed %1x, back</source>
        <translation>过号%1次，已返回</translation>
    </message>
    <message>
        <source>late</source>
        <translation>迟到</translation>
    </message>
    <message>
        <source>extra</source>
        <translation>加号</translation>
    </message>
    <message>
        <source>for room desk %1</source>
        <translation>限诊台%1</translation>
    </message>
    <message>
        <source>!</source>
        <comment>emergency, one or two letters</comment>
        <translation>急</translation>
    </message>
    <message>
        <source>pri</source>
        <comment>priority, short</comment>
        <translation>优</translation>
    </message>
    <message>
        <source>ret</source>
        <comment>return with results, short</comment>
        <translation>回</translation>
    </message>
    <message>
        <source>mis</source>
        <comment>missed and back, short</comment>
        <translation>过</translation>
    </message>
    <message>
        <source>late</source>
        <comment>late, short</comment>
        <translation>迟</translation>
    </message>
    <message>
        <source>morning</source>
        <translation>上午</translation>
    </message>
    <message>
        <source>afternoon</source>
        <translation>下午</translation>
    </message>
    <message>
        <source>Room %1</source>
        <translation>%1诊室</translation>
    </message>
    <message>
        <source>Break</source>
        <translation>休息</translation>
    </message>
    <message>
        <source>Called to the ward</source>
        <translation>病房会诊</translation>
    </message>
    <message>
        <source>Meeting</source>
        <translation>会议</translation>
    </message>
    <message>
        <source>Emergency</source>
        <translation>抢救</translation>
    </message>
    <message>
        <source>%1, no end known</source>
        <translation>%1，结束时间未定</translation>
    </message>
    <message>
        <source>%1, %2 minutes</source>
        <translation>%1，%2分钟</translation>
    </message>
    <message>
        <source>Asking for the next patient…</source>
        <translation>正在呼叫下一位…</translation>
    </message>
    <message>
        <source>%1 called: %2</source>
        <translation>已呼叫%1：%2</translation>
    </message>
    <message>
        <source>Nobody is waiting</source>
        <translation>无人候诊</translation>
    </message>
    <message>
        <source>%1 called again</source>
        <translation>已重呼%1</translation>
    </message>
    <message>
        <source>%1 marked as missed</source>
        <translation>%1已记为过号</translation>
    </message>
    <message>
        <source>%1 sent for tests, comes back here</source>
        <translation>%1去检查，做完回到本诊室</translation>
    </message>
    <message>
        <source>%1 finished</source>
        <translation>%1已完成</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Calling again</source>
        <translation>已恢复叫号</translation>
    </message>
    <message>
        <source>A nurse was asked to come</source>
        <translation>已请护士过来</translation>
    </message>
    <message>
        <source>Answered: they see that somebody comes</source>
        <translation>已应答：对方已看到有人前往</translation>
    </message>
    <message>
        <source>The nurse is on the way</source>
        <translation>护士正在赶来</translation>
    </message>
    <message>
        <source>Paused: %1</source>
        <translation>暂停中：%1</translation>
    </message>
    <message>
        <source>Paused until %1: %2</source>
        <translation>暂停至%1：%2</translation>
    </message>
    <message>
        <source>%1, called %2 times</source>
        <translation>%1，已呼叫%2次</translation>
    </message>
    <message>
        <source>Ready: press Next</source>
        <translation>就绪：请按“下一位”</translation>
    </message>
    <message>
        <source>Pressed twice: the second press did nothing</source>
        <translation>连按两次：第二次未执行</translation>
    </message>
    <message>
        <source>Still asking: one moment</source>
        <translation>正在呼叫，请稍候</translation>
    </message>
    <message>
        <source>There is no patient in the room</source>
        <translation>诊室内没有患者</translation>
    </message>
    <message>
        <source>The room is not open: choose it again in the list</source>
        <translation>诊室未开启：请重新选择诊室</translation>
    </message>
    <message>
        <source>Please sign in again</source>
        <translation>请重新登录</translation>
    </message>
    <message>
        <source>This queue does not exist today: choose another</source>
        <translation>今天没有这个队列：请另选</translation>
    </message>
    <message>
        <source>The list is catching up: press again in a moment</source>
        <translation>列表正在同步：请稍后再按</translation>
    </message>
    <message>
        <source>Too much is unsent: wait until the connection is back</source>
        <translation>未上传的记录太多：请等待网络恢复</translation>
    </message>
    <message>
        <source>No answer from the registry: press again</source>
        <translation>中心无应答：请再按一次</translation>
    </message>
    <message>
        <source>That request for help is gone</source>
        <translation>该求助已不存在</translation>
    </message>
    <message>
        <source>This visit is finished already</source>
        <translation>该患者已完成就诊</translation>
    </message>
    <message>
        <source>This patient was marked as missed already</source>
        <translation>该患者已记为过号</translation>
    </message>
    <message>
        <source>This patient is at the tests already</source>
        <translation>该患者已去检查</translation>
    </message>
    <message>
        <source>This patient is not in the room any more</source>
        <translation>该患者已不在诊室</translation>
    </message>
    <message>
        <source>Busy: press again in a moment</source>
        <translation>系统忙：请稍后再按</translation>
    </message>
    <message>
        <source>This computer needs help (%1)</source>
        <translation>本机故障，请联系维护人员(%1)</translation>
    </message>
    <message>
        <source>Not possible (%1)</source>
        <translation>无法执行(%1)</translation>
    </message>
    <message>
        <source>User or PIN is not right. Tries left: %1.</source>
        <translation>用户名或密码不正确。还可尝试%1次。</translation>
    </message>
    <message>
        <source>User or PIN is not right.</source>
        <translation>用户名或密码不正确。</translation>
    </message>
    <message>
        <source>A PIN has 6 digits.</source>
        <translation>密码为6位数字。</translation>
    </message>
    <message>
        <source>Too many wrong tries: this user is locked for 15 minutes. A person who keeps the users can unlock it.</source>
        <translation>错误次数过多：该用户已锁定15分钟，可请用户管理员解锁。</translation>
    </message>
    <message>
        <source>Signing in was not possible (%1). Please ask whoever keeps the system.</source>
        <translation>无法登录(%1)。请联系系统维护人员。</translation>
    </message>
    <message>
        <source>This station is not admitted yet: whoever keeps the system has to trust it</source>
        <translation>本台尚未获准接入：请系统维护人员批准</translation>
    </message>
    <message>
        <source>Connection needs help (%1): please ask whoever keeps the system</source>
        <translation>连接异常(%1)：请联系系统维护人员</translation>
    </message>
    <message>
        <source>Connected to the registry</source>
        <translation>已连接中心</translation>
    </message>
    <message>
        <source>Registry away: the list is from %1</source>
        <translation>与中心断开：列表为%1的数据</translation>
    </message>
    <message>
        <source>Registry away: the list is from an earlier run</source>
        <translation>与中心断开：列表为上次运行的数据</translation>
    </message>
    <message>
        <source>Looking for the registry…</source>
        <translation>正在连接中心…</translation>
    </message>
    <message>
        <source>%1: room %2 asks for a nurse</source>
        <translation>%1 %2诊室请护士</translation>
    </message>
    <message>
        <source>%1: kiosk %2 asks for help</source>
        <translation>%1 自助机%2有人求助</translation>
    </message>
    <message>
        <source>%1 waiting</source>
        <translation>候诊%1人</translation>
    </message>
    <message>
        <source>longest wait %1 min</source>
        <translation>最长等待%1分钟</translation>
    </message>
    <message>
        <source>%1 seen</source>
        <translation>已诊%1人</translation>
    </message>
    <message>
        <source>%1 min a patient</source>
        <translation>每位%1分钟</translation>
    </message>
    <message>
        <source>all doctors</source>
        <translation>全部医生</translation>
    </message>
    <message>
        <source>%1 · %2 · %3</source>
        <translation>%1 · %2 · %3</translation>
    </message>
    <message>
        <source>%1: %2 waiting, %3 expected</source>
        <translation>%1：候诊%2人，未到%3人</translation>
    </message>
    <message>
        <source>Paused: press P to go on calling</source>
        <translation>暂停中：按P恢复叫号</translation>
    </message>
    <message>
        <source>%1 called</source>
        <translation>已叫 %1</translation>
    </message>
    <message>
        <source>%1: taken back</source>
        <translation>%1：已撤回</translation>
    </message>
    <message>
        <source>There is nothing to take back</source>
        <translation>没有可以撤回的操作</translation>
    </message>
    <message>
        <source>Too late: 30 seconds have passed</source>
        <translation>已超过 30 秒，不能撤回</translation>
    </message>
    <message>
        <source>out of turn, with a reason</source>
        <translation>插叫，已写明原因</translation>
    </message>
    <message>
        <source>out of turn, registry away</source>
        <translation>插叫，与中心断开</translation>
    </message>
    <message>
        <source>from the paper ticket</source>
        <translation>凭纸质号票</translation>
    </message>
    <message>
        <source>%1 called without the registry: %2</source>
        <translation>断网已呼叫 %1：%2</translation>
    </message>
    <message>
        <source>Registry away, own list used up: take paper tickets (list)</source>
        <translation>与中心断开，本室名单已叫完：请凭纸质号票（见名单）</translation>
    </message>
    <message>
        <source>Registry away too long for the list: take paper tickets (list)</source>
        <translation>与中心断开过久，名单失效：请凭纸质号票（见名单）</translation>
    </message>
    <message>
        <source>The registry answers: press Next instead</source>
        <translation>中心有应答：请按“下一位”</translation>
    </message>
    <message>
        <source>A booking&apos;s code: a kiosk prints the ticket</source>
        <translation>这是预约码：请到自助机取号</translation>
    </message>
    <message>
        <source>The ticket is for another day</source>
        <translation>号票不是今天的</translation>
    </message>
    <message>
        <source>The ticket is for another queue: see its zone</source>
        <translation>号票属于其他队列：请看票上候诊区</translation>
    </message>
    <message>
        <source>Not known here: scan the square code instead</source>
        <translation>本室没有记录：请扫描方形码</translation>
    </message>
    <message>
        <source>Say why this patient is called now</source>
        <translation>请写明为什么现在叫</translation>
    </message>
    <message>
        <source>This is no valid ticket of this hospital</source>
        <translation>不是本院有效号票</translation>
    </message>
    <message>
        <source>The short code is mistyped: 8 characters</source>
        <translation>短码有误：应为 8 位</translation>
    </message>
    <message>
        <source>Registry away: paper tickets only (list)</source>
        <translation>与中心断开：凭纸质号票（见名单）</translation>
    </message>
    <message>
        <source>Registry away: own list, %1 left, until %2</source>
        <translation>与中心断开：按本室名单，剩 %1 人，至 %2</translation>
    </message>
    <message>
        <source>Next has nobody to call: take patients by their paper tickets, below.</source>
        <translation>“下一位”无人可叫：请在下方凭纸质号票接诊。</translation>
    </message>
    <message>
        <source>Next calls your own list: %1 left, until %2. Then by paper tickets, below.</source>
        <translation>“下一位”按本室名单呼叫：剩 %1 人，至 %2。之后请在下方凭纸质号票接诊。</translation>
    </message>
    <message>
        <source>Off until the registry is back: new arrivals, other rooms, the order beyond.</source>
        <translation>与中心恢复连接前不可用：新到患者、其他诊室、名单之后的顺序。</translation>
    </message>
    <message>
        <source>%1: %2 was seen here and in room %3</source>
        <translation>%1：%2 在本室和 %3 诊室都已就诊</translation>
    </message>
    <message>
        <source>%1: %2 was called by room %3 first</source>
        <translation>%1：%3 诊室先叫了 %2</translation>
    </message>
    <message>
        <source>%1: room %3 called %2 too; yours counts</source>
        <translation>%1：%3 诊室也叫了 %2，以本室为准</translation>
    </message>
    <message>
        <source>being served in room %1</source>
        <translation>正在 %1 诊室就诊</translation>
    </message>
    <message>
        <source>%1 went over to the other queue</source>
        <translation>%1 已转到其他队列</translation>
    </message>
    <message>
        <source>The patient is in that queue already</source>
        <translation>患者已在该队列</translation>
    </message>
    <message>
        <source>The registry does not answer, and this user has not signed in here in the last 7 days. Check the network cable, or ask a colleague who has.</source>
        <translation>中心无应答，且该用户近7天内未在本台登录过。请检查网线，或请近期在本台登录过的同事登录。</translation>
    </message>
    <message>
        <source>one booking, two papers: the first one counts</source>
        <translation>一个预约出了两张号票：以第一张为准</translation>
    </message>
    <message>
        <source>came with a cancelled booking: seen as an extra patient, fee unpaid</source>
        <translation>持已取消的预约报到：按加号就诊，费用视为未付</translation>
    </message>
    <message>
        <source>the place was given back meanwhile: seen as an extra</source>
        <translation>号源其间已释放：按加号就诊</translation>
    </message>
    <message>
        <source>two papers with one number: the later one got a -2</source>
        <translation>两张号票同号：后一张改为 -2</translation>
    </message>
    <message>
        <source>one place sold twice: the later booking is an extra, -2</source>
        <translation>同一号源售出两次：后一位改为加号 -2</translation>
    </message>
    <message>
        <source>the paper&apos;s number is not the booking&apos;s: it stands</source>
        <translation>号票号码与预约不符：以号票为准</translation>
    </message>
    <message>
        <source>a signed booking nobody had heard of: accepted</source>
        <translation>系统未曾收到的有效预约：已接受</translation>
    </message>
    <message>
        <source>a ticket for a queue without a session today</source>
        <translation>号票所属队列今日无出诊</translation>
    </message>
    <message>
        <source>a ticket for a visit by video: no place in a queue, tell the patient</source>
        <translation>视频就诊误取了号:不在任何队列中,请告知患者</translation>
    </message>
    <message>
        <source>a device&apos;s clock was wrong: the arrival counts as today</source>
        <translation>设备时钟有误：报到按今日计</translation>
    </message>
    <message>
        <source>called in two rooms: the other room was first</source>
        <translation>两个诊室都叫了：以另一诊室为准</translation>
    </message>
    <message>
        <source>called by the registry for this room already</source>
        <translation>系统此前已为本室叫过</translation>
    </message>
    <message>
        <source>seen in two rooms: both visits stay</source>
        <translation>在两个诊室都已就诊：两次就诊均保留</translation>
    </message>
    <message>
        <source>an answer came too late: what the room did counts</source>
        <translation>应答来迟：以诊室的操作为准</translation>
    </message>
    <message>
        <source>the identity cannot be read: ask the patient</source>
        <translation>身份信息无法读取：请询问患者</translation>
    </message>
    <message>
        <source>the device&apos;s memory was copied or restored</source>
        <translation>设备数据曾被复制或恢复</translation>
    </message>
    <message>
        <source>a device that was denied sent this: kept, not done</source>
        <translation>已停用的设备发来：留存，未执行</translation>
    </message>
    <message>
        <source>the patient had moved on: nothing was done</source>
        <translation>患者状态已变：未执行</translation>
    </message>
    <message>
        <source>could not be done (%1)</source>
        <translation>未能执行（%1）</translation>
    </message>
    <message>
        <source>needs a look (%1)</source>
        <translation>需要查看（%1）</translation>
    </message>
    <message>
        <source>Call pad unplugged: use Next here</source>
        <translation>呼叫键盘已拔出：请在此按“下一位”</translation>
    </message>
    <message>
        <source>Call pad taken or not allowed: use Next here</source>
        <translation>呼叫键盘被占用或无权限：请在此按“下一位”</translation>
    </message>
    <message>
        <source>Call pad does not work: use Next here</source>
        <translation>呼叫键盘不能用：请在此按“下一位”</translation>
    </message>
    <message>
        <source>Keys of other programs are not given here: use a call pad</source>
        <translation>此桌面不支持全局按键：请用呼叫键盘</translation>
    </message>
    <message>
        <source>Another program holds %1</source>
        <comment>%1: a key</comment>
        <translation>%1 被其他程序占用</translation>
    </message>
</context>
<context>
    <name>menzhen::counter::BarWindow</name>
    <message>
        <source>Menzhen: calling</source>
        <translation>门诊：叫号</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一位</translation>
    </message>
    <message>
        <source>Finishes the patient in the room and calls the next. Space or Enter</source>
        <translation>结束当前患者并呼叫下一位。空格键或回车键</translation>
    </message>
    <message>
        <source>Repeat</source>
        <translation>重呼</translation>
    </message>
    <message>
        <source>Call the patient again</source>
        <translation>再次呼叫当前患者</translation>
    </message>
    <message>
        <source>Missed</source>
        <translation>过号</translation>
    </message>
    <message>
        <source>The patient did not come</source>
        <translation>患者未到，记为过号</translation>
    </message>
    <message>
        <source>Tests</source>
        <translation>检查</translation>
    </message>
    <message>
        <source>Send for tests, comes back here</source>
        <translation>去做检查，做完回到本诊室</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Finish without calling</source>
        <translation>结束当前患者，不叫下一位</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Go on calling</source>
        <translation>恢复叫号</translation>
    </message>
    <message>
        <source>Pause calling</source>
        <translation>暂停叫号</translation>
    </message>
    <message>
        <source>List</source>
        <translation>列表</translation>
    </message>
    <message>
        <source>Help: %1</source>
        <translation>求助：%1</translation>
    </message>
    <message>
        <source>Show or hide the waiting list</source>
        <translation>显示或收起候诊列表</translation>
    </message>
    <message>
        <source>Waiting list; somebody asks for help</source>
        <translation>候诊列表；有人求助</translation>
    </message>
    <message>
        <source>nobody</source>
        <translation>无患者</translation>
    </message>
    <message>
        <source>In the room: %1 %2</source>
        <translation>当前患者：%1 %2</translation>
    </message>
    <message>
        <source>In the room: nobody</source>
        <translation>当前无患者</translation>
    </message>
    <message>
        <source>next: nobody</source>
        <translation>接下来：无</translation>
    </message>
    <message>
        <source>next: %1</source>
        <translation>接下来：%1</translation>
    </message>
    <message>
        <source>%1 waiting</source>
        <translation>候诊%1人</translation>
    </message>
    <message>
        <source>Undo %1</source>
        <comment>%1: seconds left</comment>
        <translation>撤回 %1</translation>
    </message>
    <message>
        <source>Take back: %1</source>
        <translation>撤回：%1</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤回</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>撤回</translation>
    </message>
    <message>
        <source>%1 from any program</source>
        <translation>在任何程序中按 %1</translation>
    </message>
</context>
<context>
    <name>menzhen::counter::ChoiceBox</name>
    <message>
        <source>Call out of turn</source>
        <translation>插叫</translation>
    </message>
    <message>
        <source>Call %1 now</source>
        <translation>现在叫 %1</translation>
    </message>
    <message>
        <source>Choose a line of the list and say why: the call is listed</source>
        <translation>选中名单中的一行并填写原因：将留存记录</translation>
    </message>
    <message>
        <source>Out of turn, &amp;because</source>
        <translation>插叫原因(&amp;B)</translation>
    </message>
    <message>
        <source>Why now: this is listed</source>
        <translation>为什么现在叫：将留存记录</translation>
    </message>
    <message>
        <source>Paper &amp;ticket</source>
        <translation>纸质号票(&amp;T)</translation>
    </message>
    <message>
        <source>Scan it, or type its short code</source>
        <translation>扫描，或输入短码</translation>
    </message>
    <message>
        <source>Take this patient</source>
        <translation>接诊此人</translation>
    </message>
    <message>
        <source>Send over</source>
        <translation>转走</translation>
    </message>
    <message>
        <source>Send %1 over</source>
        <translation>转走 %1</translation>
    </message>
    <message>
        <source>To another &amp;queue</source>
        <translation>转到其他队列(&amp;Q)</translation>
    </message>
    <message>
        <source>To another queue</source>
        <translation>转到其他队列</translation>
    </message>
    <message>
        <source>By the hospital: keeps time and number</source>
        <translation>医院安排：时段和号码不变</translation>
    </message>
    <message>
        <source>Patient&apos;s wish</source>
        <translation>患者要求</translation>
    </message>
    <message>
        <source>Joins the end of the present half hour</source>
        <translation>排到当前时段末尾</translation>
    </message>
    <message>
        <source>Choose the queue</source>
        <translation>请选择队列</translation>
    </message>
</context>
<context>
    <name>menzhen::counter::HelpList</name>
    <message>
        <source>Answer</source>
        <translation>应答</translation>
    </message>
    <message>
        <source>Answer: %1</source>
        <translation>应答：%1</translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation>另有%1条</translation>
    </message>
</context>
<context>
    <name>menzhen::counter::PanelWindow</name>
    <message>
        <source>Menzhen: waiting list</source>
        <translation>门诊：候诊列表</translation>
    </message>
    <message>
        <source>&amp;Waiting, in the order of call</source>
        <translation>候诊，按叫号顺序(&amp;W)</translation>
    </message>
    <message>
        <source>Waiting, in the order of call</source>
        <translation>候诊，按叫号顺序</translation>
    </message>
    <message>
        <source>Ask for a nurse (H)</source>
        <translation>请护士(H)</translation>
    </message>
    <message>
        <source>Change room</source>
        <translation>更换诊室</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>退出登录</translation>
    </message>
    <message>
        <source>中文</source>
        <comment>the other language, in its own letters</comment>
        <translation>English</translation>
    </message>
    <message>
        <source>The registry does not answer</source>
        <translation>中心无应答</translation>
    </message>
    <message>
        <source>To settle</source>
        <translation>待处理</translation>
    </message>
    <message>
        <source>What could not be plainly applied: for managers</source>
        <translation>系统未能照常执行的事项：供管理人员处理</translation>
    </message>
</context>
<context>
    <name>menzhen::counter::PauseChooser</name>
    <message>
        <source>Pause: why? Press its number</source>
        <translation>暂停原因？按数字选择</translation>
    </message>
    <message>
        <source>Do not pause (Esc)</source>
        <translation>不暂停(Esc)</translation>
    </message>
</context>
<context>
    <name>menzhen::counter::RoomWindow</name>
    <message>
        <source>Menzhen: room and queue</source>
        <translation>门诊：诊室与队列</translation>
    </message>
    <message>
        <source>%1: which room and queue?</source>
        <translation>%1：请选择诊室和队列</translation>
    </message>
    <message>
        <source>Which room and queue?</source>
        <translation>请选择诊室和队列</translation>
    </message>
    <message>
        <source>&amp;Find</source>
        <translation>查找(&amp;F)</translation>
    </message>
    <message>
        <source>Letters of the department or doctor</source>
        <translation>科室或医生的字</translation>
    </message>
    <message>
        <source>&amp;Queues of today</source>
        <translation>今天的队列(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Room</source>
        <translation>诊室(&amp;R)</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>退出登录</translation>
    </message>
    <message>
        <source>Open the room</source>
        <translation>开启诊室</translation>
    </message>
    <message>
        <source>There is no queue today yet: the list comes from the registry.</source>
        <translation>今天还没有队列：列表来自中心。</translation>
    </message>
    <message>
        <source>Queues of today</source>
        <translation>今天的队列</translation>
    </message>
    <message>
        <source>Room</source>
        <translation>诊室</translation>
    </message>
</context>
<context>
    <name>menzhen::counter::SignInWindow</name>
    <message>
        <source>Menzhen: sign in</source>
        <translation>门诊：登录</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>登录</translation>
    </message>
    <message>
        <source>&amp;User</source>
        <translation>用户(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;PIN, 6 digits</source>
        <translation>密码，6位数字(&amp;P)</translation>
    </message>
    <message>
        <source>Hidden while you type</source>
        <translation>输入时不显示</translation>
    </message>
    <message>
        <source>Signing in…</source>
        <translation>正在登录…</translation>
    </message>
    <message>
        <source>中文</source>
        <comment>the other language, in its own letters</comment>
        <translation>English</translation>
    </message>
</context>
<context>
    <name>menzhen::counter::TasksWindow</name>
    <message>
        <source>To settle</source>
        <translation>待处理</translation>
    </message>
    <message>
        <source>&amp;To settle: what could not be plainly applied</source>
        <translation>待处理：系统未能照常执行的事项(&amp;T)</translation>
    </message>
    <message>
        <source>Menzhen: to settle</source>
        <translation>门诊：待处理事项</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>刷新</translation>
    </message>
    <message>
        <source>Dealt with</source>
        <translation>已处理</translation>
    </message>
    <message>
        <source>Takes the chosen line off the list, under your name</source>
        <translation>以您的名义将所选事项移出列表</translation>
    </message>
    <message>
        <source>Nothing is left to settle</source>
        <translation>没有待处理事项</translation>
    </message>
    <message>
        <source>%1 to settle</source>
        <translation>待处理%1项</translation>
    </message>
</context>
<context>
    <name>menzhen::counter::WaitingList</name>
    <message>
        <source>No.</source>
        <translation>号码</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时段</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>标记</translation>
    </message>
    <message>
        <source>Why when called</source>
        <translation>叫号依据</translation>
    </message>
</context>
</TS>
