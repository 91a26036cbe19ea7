<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>AttractPage</name>
    <message>
        <source>I have a booking</source>
        <translation>我已预约</translation>
    </message>
    <message>
        <source>Take a number</source>
        <translation>现场挂号</translation>
    </message>
    <message>
        <source>My place in the queue</source>
        <translation>查询排队进度</translation>
    </message>
    <message>
        <source>Scan your ticket</source>
        <translation>扫您的候诊票</translation>
    </message>
    <message>
        <source>Emergency?</source>
        <translation>急症病人?</translation>
    </message>
    <message>
        <source>Staffed windows, also for cash: %1</source>
        <translation>人工窗口(可用现金):%1</translation>
    </message>
    <message>
        <source>The staffed windows serve you too, also with cash.</source>
        <translation>人工窗口同样可以办理,可用现金。</translation>
    </message>
    <message>
        <source>Scan your booking code</source>
        <translation>扫预约码报到</translation>
    </message>
    <message>
        <source>Welcome. How can we help?</source>
        <translation>欢迎,请选择要办理的事项</translation>
    </message>
    <message>
        <source>A few, for the present time</source>
        <translation>少量当前时段的号</translation>
    </message>
    <message>
        <source>The network is interrupted</source>
        <translation>网络中断</translation>
    </message>
    <message>
        <source>Doctor, laboratory or pharmacy</source>
        <translation>看医生、检验、取药</translation>
    </message>
    <message>
        <source>My reports</source>
        <translation>我的报告</translation>
    </message>
</context>
<context>
    <name>BandsPage</name>
    <message>
        <source>When?</source>
        <translation>什么时间?</translation>
    </message>
</context>
<context>
    <name>ConfirmPage</name>
    <message>
        <source>Is everything right?</source>
        <translation>请核对</translation>
    </message>
    <message>
        <source>Department</source>
        <translation>科室</translation>
    </message>
    <message>
        <source>Doctor</source>
        <translation>医生</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时段</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>地点</translation>
    </message>
    <message>
        <source>Identity</source>
        <translation>证件号码</translation>
    </message>
    <message>
        <source>By your age you are called earlier.</source>
        <translation>按您的年龄,可以优先就诊。</translation>
    </message>
    <message>
        <source>For this time you scan your ticket again from %1.</source>
        <translation>这个时段请在 %1 后再扫一次候诊票。</translation>
    </message>
    <message>
        <source>Yes, print my ticket</source>
        <translation>确认,打印候诊票</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Fee</source>
        <translation>挂号费</translation>
    </message>
    <message>
        <source>You pay at a window, also in cash: %1</source>
        <translation>请到窗口缴费,可用现金:%1</translation>
    </message>
    <message>
        <source>You pay at a staffed window, also in cash.</source>
        <translation>请到人工窗口缴费,可用现金。</translation>
    </message>
    <message>
        <source>Network interrupted: this kiosk gives you %1.</source>
        <translation>网络中断:本机为您发号 %1。</translation>
    </message>
    <message>
        <source>The network is interrupted: this kiosk gives you its own number, %1. It is valid.</source>
        <translation>网络中断:本机为您发号 %1,此号有效。</translation>
    </message>
    <message>
        <source>You wait in the usual order.</source>
        <translation>您将按普通顺序候诊。</translation>
    </message>
    <message>
        <source>Call me earlier after all</source>
        <translation>仍要优先叫号</translation>
    </message>
    <message>
        <source>No, thank you: the usual order</source>
        <translation>不用优先,按普通顺序</translation>
    </message>
    <message>
        <source>You can pay here with your phone, or at a window, also in cash.</source>
        <translation>可以在这里用手机支付,也可以到窗口用现金缴费。</translation>
    </message>
    <message>
        <source>Pay now with my phone</source>
        <translation>现在用手机支付</translation>
    </message>
</context>
<context>
    <name>DepartmentsPage</name>
    <message>
        <source>Which department?</source>
        <translation>请选择科室</translation>
    </message>
    <message>
        <source>Laboratory, imaging, pharmacy</source>
        <translation>检验、影像、取药</translation>
    </message>
</context>
<context>
    <name>DoctorsPage</name>
    <message>
        <source>Which doctor?</source>
        <translation>请选择医生</translation>
    </message>
</context>
<context>
    <name>FindPage</name>
    <message>
        <source>Your identity number</source>
        <translation>您的证件号码</translation>
    </message>
    <message>
        <source>We look for your booking of today. The number is not kept.</source>
        <translation>用于查找您今天的预约,不会保存。</translation>
    </message>
    <message>
        <source>Typed so far</source>
        <translation>已输入</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Your phone number</source>
        <translation>您的手机号</translation>
    </message>
    <message>
        <source>The patient&apos;s date of birth</source>
        <translation>就诊人的出生日期</translation>
    </message>
    <message>
        <source>The one of your booking. The date of birth comes next.</source>
        <translation>预约时留的手机号,接着输入出生日期。</translation>
    </message>
    <message>
        <source>Year, month and day, as in 1968 05 31.</source>
        <translation>年、月、日,例如 1968 05 31。</translation>
    </message>
    <message>
        <source>Places here were scarce: we compare it with the booking. The number is not kept.</source>
        <translation>该号源紧张,需核对预约人的证件号码。号码不会保存。</translation>
    </message>
    <message>
        <source>It says which reports are ready. The number is not kept.</source>
        <translation>只显示报告是否已出。本机不保存证件号。</translation>
    </message>
</context>
<context>
    <name>HelpPage</name>
    <message>
        <source>We could not reach the staff from here</source>
        <translation>暂时联系不上工作人员</translation>
    </message>
    <message>
        <source>Somebody is on the way to you</source>
        <translation>工作人员正在赶来</translation>
    </message>
    <message>
        <source>The staff have been called</source>
        <translation>已通知工作人员</translation>
    </message>
    <message>
        <source>Calling the staff</source>
        <translation>正在呼叫工作人员</translation>
    </message>
    <message>
        <source>Please speak to anybody in uniform, or go to a window.</source>
        <translation>请找身边穿制服的工作人员,或到人工窗口。</translation>
    </message>
    <message>
        <source>Please stay here. Your place on this screen is kept.</source>
        <translation>请在此稍候,您办到的这一步会保留。</translation>
    </message>
    <message>
        <source>This kiosk</source>
        <translation>本机编号</translation>
    </message>
    <message>
        <source>Windows</source>
        <translation>人工窗口</translation>
    </message>
    <message>
        <source>Emergency?</source>
        <translation>急症病人?</translation>
    </message>
    <message>
        <source>Go on where I was</source>
        <translation>继续办理</translation>
    </message>
    <message>
        <source>Tell the staff now, or go to the emergency room.</source>
        <translation>请立即告诉工作人员,或直接去急诊科。</translation>
    </message>
</context>
<context>
    <name>IdentityPage</name>
    <message>
        <source>Your identity number</source>
        <translation>请输入证件号码</translation>
    </message>
    <message>
        <source>Typed so far</source>
        <translation>已输入</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Continue without it</source>
        <translation>不填,继续</translation>
    </message>
    <message>
        <source>It is sealed at once. You may leave it out.</source>
        <translation>号码立即加密。也可以不填。</translation>
    </message>
    <message>
        <source>These places are kept for people of %1 and over. The number is sealed at once.</source>
        <translation>这些号源为 %1 岁及以上老人保留。号码立即加密。</translation>
    </message>
</context>
<context>
    <name>IdleWarning</name>
    <message>
        <source>Are you still here?</source>
        <translation>您还在吗?</translation>
    </message>
    <message>
        <source>This screen starts again in %1 seconds.</source>
        <translation>%1 秒后将回到首页。</translation>
    </message>
    <message>
        <source>I need more time</source>
        <translation>我还要办理</translation>
    </message>
    <message>
        <source>I am finished</source>
        <translation>我已办完</translation>
    </message>
</context>
<context>
    <name>KeyPad</name>
    <message>
        <source>Delete the last one</source>
        <translation>删除一位</translation>
    </message>
</context>
<context>
    <name>ListPage</name>
    <message>
        <source>Previous</source>
        <translation>上一页</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>第 %1 页,共 %2 页</translation>
    </message>
    <message>
        <source>More</source>
        <translation>下一页</translation>
    </message>
</context>
<context>
    <name>Main</name>
    <message>
        <source>One moment, please</source>
        <translation>请稍候</translation>
    </message>
</context>
<context>
    <name>NextBandsPage</name>
    <message>
        <source>When?</source>
        <translation>什么时间?</translation>
    </message>
</context>
<context>
    <name>NextBookedPage</name>
    <message>
        <source>Your next visit is booked</source>
        <translation>下次就诊已预约</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时段</translation>
    </message>
    <message>
        <source>Department</source>
        <translation>科室</translation>
    </message>
    <message>
        <source>Doctor</source>
        <translation>医生</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>号码</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Short code</source>
        <translation>短码</translation>
    </message>
    <message>
        <source>Type the short code here that day, from %1 on.</source>
        <translation>当天 %1 起,在自助机输入短码取票。</translation>
    </message>
    <message>
        <source>Scan the slip here that day, from %1 on.</source>
        <translation>当天 %1 起,在自助机扫此单取票。</translation>
    </message>
    <message>
        <source>Code of your page for your phone</source>
        <translation>手机页面的二维码</translation>
    </message>
    <message>
        <source>Take it along on your phone.</source>
        <translation>扫码存到手机上。</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
</context>
<context>
    <name>NextConfirmPage</name>
    <message>
        <source>Is everything right?</source>
        <translation>以上信息是否正确?</translation>
    </message>
    <message>
        <source>It is booked for whoever this ticket belongs to.</source>
        <translation>将为本票的就诊人预约。</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时段</translation>
    </message>
    <message>
        <source>Department</source>
        <translation>科室</translation>
    </message>
    <message>
        <source>Doctor</source>
        <translation>医生</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>地点</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Fee</source>
        <translation>挂号费</translation>
    </message>
    <message>
        <source>You pay on the day, at a window, also in cash.</source>
        <translation>就诊当天到窗口缴费,可用现金。</translation>
    </message>
    <message>
        <source>Yes, book it</source>
        <translation>是,确认预约</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>NextDaysPage</name>
    <message>
        <source>Your next visit: which day?</source>
        <translation>下次就诊:哪一天?</translation>
    </message>
</context>
<context>
    <name>NextDoctorsPage</name>
    <message>
        <source>Which doctor?</source>
        <translation>看哪位医生?</translation>
    </message>
</context>
<context>
    <name>PageFrame</name>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>首页</translation>
    </message>
    <message>
        <source>Ends your visit to this screen and forgets it</source>
        <translation>结束办理并清除内容</translation>
    </message>
    <message>
        <source>Small</source>
        <translation>标准</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>大字</translation>
    </message>
    <message>
        <source>Shows ordinary letters</source>
        <translation>显示标准字号</translation>
    </message>
    <message>
        <source>Shows large letters</source>
        <translation>显示大字</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>求助</translation>
    </message>
    <message>
        <source>Calls a member of staff to this kiosk</source>
        <translation>呼叫工作人员来到本机</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>离线</translation>
    </message>
</context>
<context>
    <name>PayPage</name>
    <message>
        <source>Total</source>
        <translation>合计</translation>
    </message>
    <message>
        <source>%1 with %2, good for %3</source>
        <translation>%2 %1,%3 内有效</translation>
    </message>
    <message>
        <source>%1 with %2</source>
        <translation>%2 %1</translation>
    </message>
    <message>
        <source>WeChat Pay: I scan a code</source>
        <translation>微信支付:我来扫码</translation>
    </message>
    <message>
        <source>Alipay: I scan a code</source>
        <translation>支付宝:我来扫码</translation>
    </message>
    <message>
        <source>I show my own payment code</source>
        <translation>出示我的付款码</translation>
    </message>
    <message>
        <source>Pay in another way</source>
        <translation>换一种支付方式</translation>
    </message>
    <message>
        <source>Print my ticket, I cannot wait</source>
        <translation>不等了,打印候诊票</translation>
    </message>
    <message>
        <source>Print my ticket, I pay at a window</source>
        <translation>打印候诊票,到窗口缴费</translation>
    </message>
</context>
<context>
    <name>PlacePage</name>
    <message>
        <source>You are checked in</source>
        <translation>报到成功</translation>
    </message>
    <message>
        <source>Your place in the queue</source>
        <translation>您的排队进度</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>目前</translation>
    </message>
    <message>
        <source>Before you</source>
        <translation>前面</translation>
    </message>
    <message>
        <source>Room</source>
        <translation>诊室</translation>
    </message>
    <message>
        <source>Department</source>
        <translation>科室</translation>
    </message>
    <message>
        <source>Doctor</source>
        <translation>医生</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时段</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Scan the ticket at any kiosk from %1. You queue from then on.</source>
        <translation>请在 %1 后到任一自助机扫此票,扫票后开始排队。</translation>
    </message>
    <message>
        <source>Wait in zone %1. The screen and the voice will call your number.</source>
        <translation>请到 %1 区候诊,屏幕和语音会叫您的号。</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Zone</source>
        <translation>候诊区</translation>
    </message>
    <message>
        <source>Book my next visit</source>
        <translation>预约下次就诊</translation>
    </message>
    <message>
        <source>Your call</source>
        <translation>预计叫号</translation>
    </message>
</context>
<context>
    <name>ProblemPage</name>
    <message>
        <source>Go back and try again</source>
        <translation>返回重试</translation>
    </message>
    <message>
        <source>Call a member of staff</source>
        <translation>呼叫工作人员</translation>
    </message>
</context>
<context>
    <name>ScanPage</name>
    <message>
        <source>Hold your code in front of the camera</source>
        <translation>请把预约码对准摄像头</translation>
    </message>
    <message>
        <source>Hold your ticket in front of the camera</source>
        <translation>请把候诊票对准摄像头</translation>
    </message>
    <message>
        <source>About a hand&apos;s width away. Any way up is fine.</source>
        <translation>距离约一掌宽,横竖都可以。</translation>
    </message>
    <message>
        <source>Picture of the camera</source>
        <translation>摄像头画面</translation>
    </message>
    <message>
        <source>The camera does not work right now. Please type the code.</source>
        <translation>摄像头暂不能使用,请输入短码。</translation>
    </message>
    <message>
        <source>Type the short code instead</source>
        <translation>改为输入短码</translation>
    </message>
    <message>
        <source>Find me by my identity number</source>
        <translation>用证件号码查找</translation>
    </message>
    <message>
        <source>Find me by my phone number</source>
        <translation>用手机号查找</translation>
    </message>
    <message>
        <source>Hold the visit&apos;s code in front of the camera</source>
        <translation>请将就诊票或预约码对准摄像头</translation>
    </message>
    <message>
        <source>See by my identity number what is ready</source>
        <translation>用身份证号查看是否已出</translation>
    </message>
</context>
<context>
    <name>ServicesPage</name>
    <message>
        <source>A number for where?</source>
        <translation>要取哪里的号?</translation>
    </message>
    <message>
        <source>The ticket is printed at once.</source>
        <translation>选择后立即打印号票。</translation>
    </message>
</context>
<context>
    <name>ShortCodePage</name>
    <message>
        <source>Type your short code</source>
        <translation>请输入短码</translation>
    </message>
    <message>
        <source>Typed so far</source>
        <translation>已输入</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>It has 8 characters and stands below the code.</source>
        <translation>短码共 8 位,在二维码的下方。</translation>
    </message>
</context>
<context>
    <name>TapTarget</name>
    <message>
        <source>%1 (not available)</source>
        <translation>%1(不可用)</translation>
    </message>
</context>
<context>
    <name>TicketPage</name>
    <message>
        <source>You are checked in</source>
        <translation>报到成功</translation>
    </message>
    <message>
        <source>Your number is taken</source>
        <translation>取号成功</translation>
    </message>
    <message>
        <source>Before you</source>
        <translation>前面</translation>
    </message>
    <message>
        <source>Department</source>
        <translation>科室</translation>
    </message>
    <message>
        <source>Doctor</source>
        <translation>医生</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时段</translation>
    </message>
    <message>
        <source>Fee</source>
        <translation>挂号费</translation>
    </message>
    <message>
        <source>Scan the ticket at any kiosk from %1. You queue from then on.</source>
        <translation>请在 %1 后到任一自助机扫此票,扫票后开始排队。</translation>
    </message>
    <message>
        <source>Wait in zone %1. The screen and the voice will call your number.</source>
        <translation>请到 %1 区候诊,屏幕和语音会叫您的号。</translation>
    </message>
    <message>
        <source>For a paper ticket: %1</source>
        <translation>需要纸质票请到:%1</translation>
    </message>
    <message>
        <source>Code of your page for your phone</source>
        <translation>手机查看进度的二维码</translation>
    </message>
    <message>
        <source>Take your ticket along on your phone. Short code: %1</source>
        <translation>请用手机扫码带走候诊票。短码:%1</translation>
    </message>
    <message>
        <source>Yes, I have it</source>
        <translation>已拿到</translation>
    </message>
    <message>
        <source>No, print again</source>
        <translation>没有,重新打印</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Zone</source>
        <translation>候诊区</translation>
    </message>
    <message>
        <source>Your call</source>
        <translation>预计叫号</translation>
    </message>
</context>
<context>
    <name>VisitPage</name>
    <message>
        <source>Is this your visit?</source>
        <translation>这是您的预约吗?</translation>
    </message>
    <message>
        <source>Department</source>
        <translation>科室</translation>
    </message>
    <message>
        <source>Doctor</source>
        <translation>医生</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时段</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>号码</translation>
    </message>
    <message>
        <source>Before you</source>
        <translation>前面</translation>
    </message>
    <message>
        <source>Fee</source>
        <translation>挂号费</translation>
    </message>
    <message>
        <source>Your time has begun</source>
        <translation>您的时段已开始</translation>
    </message>
    <message>
        <source>You can still come. Those who were on time go first.</source>
        <translation>仍可就诊,按时到的患者先看。</translation>
    </message>
    <message>
        <source>Yes, check me in</source>
        <translation>是,报到</translation>
    </message>
    <message>
        <source>No, this is not mine</source>
        <translation>不是</translation>
    </message>
    <message>
        <source>Zone</source>
        <translation>候诊区</translation>
    </message>
</context>
<context>
    <name>Wording</name>
    <message>
        <source>The hospital&apos;s network does not answer</source>
        <translation>医院网络没有回应</translation>
    </message>
    <message>
        <source>That did not work</source>
        <translation>没有办成</translation>
    </message>
    <message>
        <source>You have lost nothing. Please ask the staff.</source>
        <translation>您没有任何损失,请找工作人员。</translation>
    </message>
    <message>
        <source>This is not a code of a visit</source>
        <translation>这不是就诊码</translation>
    </message>
    <message>
        <source>Show the code of your booking or of your ticket.</source>
        <translation>请出示预约码或候诊票上的码。</translation>
    </message>
    <message>
        <source>We cannot accept this code</source>
        <translation>这个码不能使用</translation>
    </message>
    <message>
        <source>It may be damaged or an old picture. Open your booking again and show that code.</source>
        <translation>可能已损坏或是旧图片,请重新打开预约再扫。</translation>
    </message>
    <message>
        <source>This code is for another hospital</source>
        <translation>这是其他医院的码</translation>
    </message>
    <message>
        <source>Please look at the address on your booking.</source>
        <translation>请核对预约上的医院地址。</translation>
    </message>
    <message>
        <source>You are early</source>
        <translation>您来早了</translation>
    </message>
    <message>
        <source>Your check-in opens at %1. Come back then, to any kiosk.</source>
        <translation>%1 开始报到,届时到任一自助机即可。</translation>
    </message>
    <message>
        <source>Until then you are welcome to wait in the hall.</source>
        <translation>在此之前,请在大厅休息。</translation>
    </message>
    <message>
        <source>This visit is on another day</source>
        <translation>预约不在今天</translation>
    </message>
    <message>
        <source>It is for %1.</source>
        <translation>预约日期:%1。</translation>
    </message>
    <message>
        <source>This visit is not today</source>
        <translation>预约不在今天</translation>
    </message>
    <message>
        <source>Please look at the date of your booking.</source>
        <translation>请核对预约日期。</translation>
    </message>
    <message>
        <source>This booking was cancelled</source>
        <translation>这个预约已取消</translation>
    </message>
    <message>
        <source>You can take a new number for today here.</source>
        <translation>可以在这里重新挂今天的号。</translation>
    </message>
    <message>
        <source>We do not find this code</source>
        <translation>没有找到这个短码</translation>
    </message>
    <message>
        <source>Please compare it with your paper or phone and type it again.</source>
        <translation>请与纸上或手机上的核对后再输入。</translation>
    </message>
    <message>
        <source>Your doctor cannot come today</source>
        <translation>您的医生今天停诊</translation>
    </message>
    <message>
        <source>The staff will find another doctor or day for you. You pay nothing more.</source>
        <translation>工作人员会为您另排医生或日期,不另收费。</translation>
    </message>
    <message>
        <source>This visit is by video</source>
        <translation>这是视频就诊</translation>
    </message>
    <message>
        <source>It needs no ticket: open it on your phone when its time has come.</source>
        <translation>无需取号:到时在手机上进入即可。</translation>
    </message>
    <message>
        <source>Your visit needs a member of staff</source>
        <translation>需要工作人员为您办理</translation>
    </message>
    <message>
        <source>Your booking is good, but the plan has changed.</source>
        <translation>预约有效,但出诊安排有变。</translation>
    </message>
    <message>
        <source>The printer needs help</source>
        <translation>打印机需要处理</translation>
    </message>
    <message>
        <source>Your number is valid. Please note it, or take a picture of this screen.</source>
        <translation>暂不能打印。您的号码有效,请记下或拍下屏幕。</translation>
    </message>
    <message>
        <source>You have a registration in this department today</source>
        <translation>您今天在本科室已有挂号</translation>
    </message>
    <message>
        <source>Please check in with your booking, or show the ticket that you have.</source>
        <translation>请用预约取号,或出示已有的号票。</translation>
    </message>
    <message>
        <source>Somebody was just before you</source>
        <translation>这个号刚被取走</translation>
    </message>
    <message>
        <source>This time is taken now. Please choose another time or doctor.</source>
        <translation>请另选时段或医生。</translation>
    </message>
    <message>
        <source>This clinic takes no more patients today</source>
        <translation>这个门诊今天不再接诊</translation>
    </message>
    <message>
        <source>Please choose another doctor or department.</source>
        <translation>请另选医生或科室。</translation>
    </message>
    <message>
        <source>Your place was kept for a while and is free again</source>
        <translation>保留时间已过,号已放回</translation>
    </message>
    <message>
        <source>Please choose it once more.</source>
        <translation>请再选一次。</translation>
    </message>
    <message>
        <source>One moment, please</source>
        <translation>请稍候</translation>
    </message>
    <message>
        <source>Many people are taking numbers. Please try again.</source>
        <translation>现在取号的人较多,请再试一次。</translation>
    </message>
    <message>
        <source>We cannot keep your identity number safe right now</source>
        <translation>暂时无法加密证件号码</translation>
    </message>
    <message>
        <source>Go on without it, or take your number at a window.</source>
        <translation>请不填号码继续,或到窗口取号。</translation>
    </message>
    <message>
        <source>Some digits are missing</source>
        <translation>号码还不完整</translation>
    </message>
    <message>
        <source>An identity number has 18 characters. The last one may be an X.</source>
        <translation>证件号码共 18 位,最后一位可能是 X。</translation>
    </message>
    <message>
        <source>One of the digits does not fit</source>
        <translation>号码有一位不对</translation>
    </message>
    <message>
        <source>Please compare the number with your card.</source>
        <translation>请与证件核对。</translation>
    </message>
    <message>
        <source>The staffed windows will help you.</source>
        <translation>人工窗口可以为您办理。</translation>
    </message>
    <message>
        <source>We will help you here: %1.</source>
        <translation>请到这里办理:%1。</translation>
    </message>
    <message>
        <source>zone %1</source>
        <translation>%1 区</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1(%2)</translation>
    </message>
    <message>
        <source>nobody, you are next</source>
        <translation>没有人,下一位就是您</translation>
    </message>
    <message>
        <source>1 person</source>
        <translation>1 人</translation>
    </message>
    <message>
        <source>%1 people</source>
        <translation>%1 人</translation>
    </message>
    <message>
        <source>free of charge</source>
        <translation>免费</translation>
    </message>
    <message>
        <source>¥%1</source>
        <translation>¥%1</translation>
    </message>
    <message>
        <source>No free places left today</source>
        <translation>今日已满</translation>
    </message>
    <message>
        <source>Over for today</source>
        <translation>今日已结束</translation>
    </message>
    <message>
        <source>The doctor cannot come today</source>
        <translation>医生今天停诊</translation>
    </message>
    <message>
        <source>No clinic today</source>
        <translation>今日不出诊</translation>
    </message>
    <message>
        <source>Not checked in yet</source>
        <translation>尚未报到</translation>
    </message>
    <message>
        <source>You are being called now</source>
        <translation>正在叫您的号</translation>
    </message>
    <message>
        <source>You are with the doctor</source>
        <translation>就诊中</translation>
    </message>
    <message>
        <source>Your call was missed. You are back in the queue.</source>
        <translation>您已过号,已重新排队。</translation>
    </message>
    <message>
        <source>Away for tests</source>
        <translation>外出检查中</translation>
    </message>
    <message>
        <source>This visit is finished</source>
        <translation>本次就诊已结束</translation>
    </message>
    <message>
        <source>This number is closed. Please ask the staff.</source>
        <translation>此号已失效,请找工作人员。</translation>
    </message>
    <message>
        <source>You are in the queue</source>
        <translation>候诊中</translation>
    </message>
    <message>
        <source>Please try again, or take your number at a window.</source>
        <translation>请再试一次,或到窗口挂号。</translation>
    </message>
    <message>
        <source>The hospital&apos;s network is interrupted</source>
        <translation>医院网络中断</translation>
    </message>
    <message>
        <source>Numbers of one doctor are given at the window until it is back.</source>
        <translation>恢复之前,指定医生的号请到窗口挂。</translation>
    </message>
    <message>
        <source>Only the present time is possible here. Later times are given at the window.</source>
        <translation>这里只能挂当前时段,其他时段请到窗口挂号。</translation>
    </message>
    <message>
        <source>This kiosk has given all the numbers that it may</source>
        <translation>本机可发的号已发完</translation>
    </message>
    <message>
        <source>The network is interrupted. More numbers are given at the window.</source>
        <translation>网络中断,请到窗口挂号。</translation>
    </message>
    <message>
        <source>This kiosk cannot issue tickets right now</source>
        <translation>本机暂时不能出票</translation>
    </message>
    <message>
        <source>Nothing was registered. You have lost nothing.</source>
        <translation>没有登记任何信息,不影响您就诊。</translation>
    </message>
    <message>
        <source>Please use another kiosk.</source>
        <translation>请使用其他自助机。</translation>
    </message>
    <message>
        <source>Please use kiosk %1.</source>
        <translation>请使用自助机 %1。</translation>
    </message>
    <message>
        <source>This booking has its ticket already</source>
        <translation>此预约已出票</translation>
    </message>
    <message>
        <source>It was printed at another kiosk. Go to your zone with that ticket.</source>
        <translation>已在其他自助机出票,请凭该票到候诊区候诊。</translation>
    </message>
    <message>
        <source>Offline: at the window</source>
        <translation>网络中断:请到窗口挂号</translation>
    </message>
    <message>
        <source>Offline: only the present time</source>
        <translation>网络中断:只能挂当前时段</translation>
    </message>
    <message>
        <source>Offline: all given, at the window</source>
        <translation>网络中断:号已发完,请到窗口</translation>
    </message>
    <message>
        <source>We find no booking of today for this number</source>
        <translation>没有找到今天的预约</translation>
    </message>
    <message>
        <source>Please compare it with your card, or take a number for today.</source>
        <translation>请与证件核对,或现场挂号。</translation>
    </message>
    <message>
        <source>This kiosk has searched a lot. Try again in a minute, or show your code.</source>
        <translation>查询过于频繁,请一分钟后再试,或出示预约码。</translation>
    </message>
    <message>
        <source>Without it we find you by your code alone. Please show it, or ask at a window.</source>
        <translation>网络中断时只能用预约码查找,请出示预约码或到窗口。</translation>
    </message>
    <message>
        <source>We find no booking with this birth date</source>
        <translation>没有找到与此出生日期相符的预约</translation>
    </message>
    <message>
        <source>Please compare what you typed, or take a number for today.</source>
        <translation>请核对您输入的内容,或现场挂今天的号。</translation>
    </message>
    <message>
        <source>This is not a mobile number</source>
        <translation>这不是手机号</translation>
    </message>
    <message>
        <source>It has 11 digits. Please compare it with your phone.</source>
        <translation>手机号是 11 位数字,请核对。</translation>
    </message>
    <message>
        <source>This is not a date of birth</source>
        <translation>这不是出生日期</translation>
    </message>
    <message>
        <source>Please type year, month and day, as in 1968 05 31.</source>
        <translation>请按年、月、日输入,例如 1968 05 31。</translation>
    </message>
    <message>
        <source>Show your code, or use your identity number. Or ask at a window.</source>
        <translation>请扫预约码,或用证件号码查找,也可到人工窗口办理。</translation>
    </message>
    <message>
        <source>Please go to the laboratory, imaging or pharmacy desk itself. The staff there take you in turn.</source>
        <translation>请直接到检验、影像或取药处,工作人员会按先后顺序办理。</translation>
    </message>
    <message>
        <source>Offline: please go to its desk</source>
        <translation>网络中断:请直接到该处</translation>
    </message>
    <message>
        <source>What you saw is too old</source>
        <translation>您看到的号源已过时</translation>
    </message>
    <message>
        <source>Please go back and choose again.</source>
        <translation>请返回重新选择。</translation>
    </message>
    <message>
        <source>You are registered in this department on that day already</source>
        <translation>您当天在该科室已有预约</translation>
    </message>
    <message>
        <source>Please choose another day.</source>
        <translation>请选择其他日期。</translation>
    </message>
    <message>
        <source>That day is not open</source>
        <translation>该日尚未开放预约</translation>
    </message>
    <message>
        <source>You have as many bookings as one may have</source>
        <translation>您的预约数已达上限</translation>
    </message>
    <message>
        <source>Give one back on your phone or at a window, then book again.</source>
        <translation>请先在手机或窗口退掉一个,再预约。</translation>
    </message>
    <message>
        <source>Booking ahead is closed after missed visits</source>
        <translation>因多次爽约,暂停预约</translation>
    </message>
    <message>
        <source>Please come on the day itself and take a number.</source>
        <translation>请在就诊当天现场挂号。</translation>
    </message>
    <message>
        <source>A child is booked by a guardian</source>
        <translation>儿童须由监护人代为预约</translation>
    </message>
    <message>
        <source>Please book on your phone or at a window.</source>
        <translation>请用手机或到窗口预约。</translation>
    </message>
    <message>
        <source>This department cannot be booked ahead</source>
        <translation>该科室不能提前预约</translation>
    </message>
    <message>
        <source>Your ticket has no identity number</source>
        <translation>您的号票没有登记证件号码</translation>
    </message>
    <message>
        <source>So we do not know for whom to book. Please book on your phone or at a window.</source>
        <translation>无法确定为谁预约。请用手机或到窗口预约。</translation>
    </message>
    <message>
        <source>We do not know whether your visit was booked</source>
        <translation>暂不确定是否预约成功</translation>
    </message>
    <message>
        <source>The network does not answer. Please ask at a window before you book again.</source>
        <translation>网络没有响应。再次预约前,请先到窗口查询。</translation>
    </message>
    <message>
        <source>Visits to come are booked when it is back, or at a window.</source>
        <translation>网络恢复后可预约,也可到窗口办理。</translation>
    </message>
    <message>
        <source>No free places left</source>
        <translation>已约满</translation>
    </message>
    <message>
        <source>The hospital is closed</source>
        <translation>当日不开诊</translation>
    </message>
    <message>
        <source>Opens for booking later</source>
        <translation>尚未开放预约</translation>
    </message>
    <message>
        <source>The doctor cannot come</source>
        <translation>医生停诊</translation>
    </message>
    <message>
        <source>Over</source>
        <translation>已结束</translation>
    </message>
    <message>
        <source>No clinic that day</source>
        <translation>当日无门诊</translation>
    </message>
    <message>
        <source>These places are kept for older people</source>
        <translation>这些号源为老年人保留</translation>
    </message>
    <message>
        <source>Please go back and choose another time or doctor.</source>
        <translation>请返回选择其他时段或医生。</translation>
    </message>
    <message>
        <source>This number is not that of the booking</source>
        <translation>与预约的证件号码不符</translation>
    </message>
    <message>
        <source>Please compare it with the card of whoever booked.</source>
        <translation>请与预约人的证件核对。</translation>
    </message>
    <message>
        <source>You have paid, but this kiosk cannot make your ticket</source>
        <translation>您已付款,但本机无法出票</translation>
    </message>
    <message>
        <source>Your money goes back to your wallet by itself. Your reference: %1</source>
        <translation>钱款会自动退回您的钱包。凭证号:%1</translation>
    </message>
    <message>
        <source>We find no visit for this code</source>
        <translation>没有找到此码对应的就诊</translation>
    </message>
    <message>
        <source>Show your ticket&apos;s or booking&apos;s code, or type the short code.</source>
        <translation>请出示候诊票或预约的码,或输入短码。</translation>
    </message>
    <message>
        <source>This report is not here any more</source>
        <translation>此报告已不在系统中</translation>
    </message>
    <message>
        <source>It was withdrawn. Please ask where you were examined.</source>
        <translation>报告已被撤回,请到检查科室询问。</translation>
    </message>
    <message>
        <source>Reports are shown and printed when it is back, or at a window.</source>
        <translation>网络恢复后可查看和打印,也可到窗口办理。</translation>
    </message>
    <message>
        <source>There is no paper in this kiosk</source>
        <translation>本机没有纸</translation>
    </message>
    <message>
        <source>Nothing was printed, your report is kept. Please use another kiosk.</source>
        <translation>没有打印,您的报告仍保留。请换一台自助机。</translation>
    </message>
</context>
<context>
    <name>menzhen::kiosk::CheckInModel</name>
    <message>
        <source>Any doctor of the clinic</source>
        <translation>本科室任一医生</translation>
    </message>
    <message>
        <source>paid</source>
        <translation>已缴费</translation>
    </message>
    <message>
        <source>%1, pay at a window</source>
        <translation>%1,请到窗口缴费</translation>
    </message>
    <message>
        <source>to be paid at a window</source>
        <translation>请到窗口缴费</translation>
    </message>
</context>
<context>
    <name>menzhen::kiosk::KioskModel</name>
    <message>
        <source>No paper tickets right now: your number is shown on the screen.</source>
        <translation>暂不能打印,号码会显示在屏幕上。</translation>
    </message>
    <message>
        <source>This kiosk is ready.</source>
        <translation>本机可以使用。</translation>
    </message>
    <message>
        <source>Network interrupted: booked visits work, numbers are few. The rest: at a window.</source>
        <translation>网络中断:已预约可报到,现场号有限,其余请到窗口。</translation>
    </message>
    <message>
        <source>Booked visits work, and a few numbers for the present time. Booking, paying and later times: at a window.</source>
        <translation>已预约可照常报到,可取少量当前时段的号。预约、缴费和其他时段请到窗口办理。</translation>
    </message>
    <message>
        <source>Tell the staff now, or go to the emergency room.</source>
        <translation>请立即告诉工作人员,或直接去急诊。</translation>
    </message>
    <message>
        <source>Tell the staff now, or go to: %1.</source>
        <translation>请立即告诉工作人员,或直接去%1。</translation>
    </message>
    <message>
        <source>Tell the staff now, or go to: %1. Phone %2</source>
        <translation>请立即告诉工作人员,或直接去%1。电话 %2</translation>
    </message>
</context>
<context>
    <name>menzhen::kiosk::NextVisitModel</name>
    <message>
        <source>%1 free</source>
        <translation>余 %1</translation>
    </message>
    <message>
        <source>Any doctor of the clinic</source>
        <translation>本科室任一医生</translation>
    </message>
    <message>
        <source>afternoon</source>
        <translation>下午</translation>
    </message>
    <message>
        <source>morning</source>
        <translation>上午</translation>
    </message>
    <message>
        <source>as on your ticket</source>
        <translation>与票上相同</translation>
    </message>
    <message>
        <source>Free places as of %1, no longer new.</source>
        <translation>%1 的号源,已不是最新。</translation>
    </message>
    <message>
        <source>Free places as of %1.</source>
        <translation>%1 的号源。</translation>
    </message>
    <message>
        <source>Your slip is being printed.</source>
        <translation>正在打印预约单。</translation>
    </message>
    <message>
        <source>No paper right now: please note the short code</source>
        <translation>暂时没有纸,请记下短码</translation>
    </message>
    <message>
        <source>Please take your slip.</source>
        <translation>请取走预约单。</translation>
    </message>
</context>
<context>
    <name>menzhen::kiosk::PayModel</name>
    <message>
        <source>Alipay</source>
        <translation>支付宝</translation>
    </message>
    <message>
        <source>WeChat Pay</source>
        <translation>微信支付</translation>
    </message>
    <message>
        <source>How do you want to pay?</source>
        <translation>您想怎样支付?</translation>
    </message>
    <message>
        <source>One moment, please</source>
        <translation>请稍候</translation>
    </message>
    <message>
        <source>Scan this code with %1</source>
        <translation>请用%1扫这个码</translation>
    </message>
    <message>
        <source>Hold your payment code before the camera</source>
        <translation>请将付款码对准摄像头</translation>
    </message>
    <message>
        <source>Please refresh your payment code and show it again</source>
        <translation>请刷新付款码后再出示一次</translation>
    </message>
    <message>
        <source>This is not a payment code</source>
        <translation>这不是付款码</translation>
    </message>
    <message>
        <source>Please confirm in %1</source>
        <translation>请在%1里确认付款</translation>
    </message>
    <message>
        <source>We are asking your wallet. Do not pay again.</source>
        <translation>正在向您的钱包核对,请勿重复支付。</translation>
    </message>
    <message>
        <source>Nothing was taken</source>
        <translation>没有扣款</translation>
    </message>
    <message>
        <source>Your money goes back</source>
        <translation>钱款将原路退回</translation>
    </message>
    <message>
        <source>Your ticket is being printed</source>
        <translation>正在打印您的候诊票</translation>
    </message>
    <message>
        <source>In WeChat or Alipay open &quot;Pay / Receive&quot;, the page with the bar code.</source>
        <translation>请在微信或支付宝打开“收付款”,就是有条形码的页面。</translation>
    </message>
    <message>
        <source>If the money was taken, it pays for this ticket or goes back to your wallet by itself. Your reference: %1</source>
        <translation>如已扣款,会自动记到这张票上,或自动退回您的钱包。凭证号:%1</translation>
    </message>
    <message>
        <source>Please refresh your payment code and try again.</source>
        <translation>请刷新付款码后再试。</translation>
    </message>
    <message>
        <source>This way to pay is not open now.</source>
        <translation>这种支付方式暂未开通。</translation>
    </message>
    <message>
        <source>You can try again, choose another way, or pay at a window.</source>
        <translation>您可以再试一次、换一种方式,或到窗口缴费。</translation>
    </message>
    <message>
        <source>It was paid too late or twice. Your reference: %1</source>
        <translation>付款太迟或重复付款。凭证号:%1</translation>
    </message>
</context>
<context>
    <name>menzhen::kiosk::ServiceModel</name>
    <message>
        <source>%1 waiting</source>
        <translation>%1 人在等候</translation>
    </message>
</context>
<context>
    <name>menzhen::kiosk::TakeNumberModel</name>
    <message>
        <source>Floor %1, zone %2</source>
        <translation>%1 楼 %2 区</translation>
    </message>
    <message>
        <source>from %1</source>
        <translation>%1 起</translation>
    </message>
    <message>
        <source>%1 free</source>
        <translation>余 %1 个号</translation>
    </message>
    <message>
        <source>afternoon</source>
        <translation>下午</translation>
    </message>
    <message>
        <source>morning</source>
        <translation>上午</translation>
    </message>
    <message>
        <source>Wait in the zone at once</source>
        <translation>取号后即可候诊</translation>
    </message>
    <message>
        <source>Scan your ticket from %1</source>
        <translation>请在 %1 后扫票报到</translation>
    </message>
    <message>
        <source>Any doctor of the clinic</source>
        <translation>本科室任一医生</translation>
    </message>
    <message>
        <source>zone %1</source>
        <translation>%1 区</translation>
    </message>
    <message>
        <source>without an identity number</source>
        <translation>未填写</translation>
    </message>
    <message>
        <source>%1 free, age %2 and over</source>
        <translation>余 %1(%2 岁及以上)</translation>
    </message>
    <message>
        <source>Age %1 and over</source>
        <translation>%1 岁及以上</translation>
    </message>
</context>
<context>
    <name>menzhen::kiosk::TicketModel</name>
    <message>
        <source>Any doctor of the clinic</source>
        <translation>本科室任一医生</translation>
    </message>
    <message>
        <source>Your ticket is being printed.</source>
        <translation>正在打印候诊票。</translation>
    </message>
    <message>
        <source>Please take your ticket.</source>
        <translation>请取走候诊票。</translation>
    </message>
    <message>
        <source>Did your ticket come out?</source>
        <translation>候诊票打印出来了吗?</translation>
    </message>
    <message>
        <source>%1, pay at a window first</source>
        <translation>%1,就诊前到窗口缴费</translation>
    </message>
    <message>
        <source>No paper right now: please note your number</source>
        <translation>暂不能打印,请记下号码</translation>
    </message>
    <message>
        <source>Offline: as of %1.</source>
        <translation>网络中断:以下是 %1 时的情况。</translation>
    </message>
    <message>
        <source>The network is interrupted. Your booking is new to this kiosk; the ticket is valid.</source>
        <translation>网络中断,本机未收到此预约的信息,您的票仍然有效。</translation>
    </message>
    <message>
        <source>The network is interrupted. Your ticket is valid.</source>
        <translation>网络中断,您的票有效。</translation>
    </message>
    <message>
        <source>pay at a window first</source>
        <translation>请先到窗口缴费</translation>
    </message>
    <message>
        <source>%1, paid. Receipt %2</source>
        <translation>%1,已缴费,凭证号 %2</translation>
    </message>
    <message>
        <source>%1, the payment is being checked: show %2 at a window</source>
        <translation>%1,支付核对中:请到窗口出示凭证号 %2</translation>
    </message>
    <message>
        <source>about %1</source>
        <translation>约 %1</translation>
    </message>
</context>
<context>
    <name>ReportPage</name>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Issued</source>
        <translation>报告时间</translation>
    </message>
    <message>
        <source>Visit</source>
        <translation>就诊</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Printed</source>
        <translation>已打印</translation>
    </message>
    <message>
        <source>Not final</source>
        <translation>非最终报告</translation>
    </message>
    <message>
        <source>Results may change. Wait for the final report, or ask your doctor.</source>
        <translation>结果可能变动。请等最终报告,或询问医生。</translation>
    </message>
    <message>
        <source>It is printed as soon as there is paper again, here or at another kiosk.</source>
        <translation>本机或别的自助机有纸后即可打印。</translation>
    </message>
    <message>
        <source>It holds your health data. Your doctor explains it to you.</source>
        <translation>内含健康信息,请妥善保管,由医生解读。</translation>
    </message>
    <message>
        <source>At a window: %1</source>
        <translation>人工窗口:%1</translation>
    </message>
    <message>
        <source>Yes, I have it</source>
        <translation>是,已取到</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Print again, marked as a reprint</source>
        <translation>再打印一份(标明补打)</translation>
    </message>
    <message>
        <source>Print it</source>
        <translation>打印报告</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
</context>
<context>
    <name>ReportsPage</name>
    <message>
        <source>There is no report yet</source>
        <translation>暂时没有报告</translation>
    </message>
    <message>
        <source>Your reports</source>
        <translation>您的报告</translation>
    </message>
    <message>
        <source>A report is shown here as soon as the examination has it.</source>
        <translation>检查出结果后,即可在此查看。</translation>
    </message>
    <message>
        <source>Choose the one to print.</source>
        <translation>请选择要打印的报告。</translation>
    </message>
    <message>
        <source>To print one, show its visit&apos;s code</source>
        <translation>打印请出示那次就诊的码</translation>
    </message>
    <message>
        <source>It is on the ticket, or with the booking. Staff help without it.</source>
        <translation>码在候诊票上或预约里;没有码请找工作人员。</translation>
    </message>
    <message>
        <source>Show a visit&apos;s code</source>
        <translation>出示就诊码</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
</context>
<context>
    <name>menzhen::kiosk::ReportsModel</name>
    <message>
        <source>Asked for, no result yet</source>
        <translation>已登记,暂无结果</translation>
    </message>
    <message>
        <source>Not final: more is to come</source>
        <translation>非最终:还有结果未出</translation>
    </message>
    <message>
        <source>Final, corrected</source>
        <translation>最终报告(已更正)</translation>
    </message>
    <message>
        <source>Final</source>
        <translation>最终报告</translation>
    </message>
    <message>
        <source>not yet</source>
        <translation>尚未</translation>
    </message>
    <message>
        <source>once</source>
        <translation>1 次</translation>
    </message>
    <message>
        <source>%1 times</source>
        <translation>%1 次</translation>
    </message>
    <message>
        <source>printed</source>
        <translation>已打印</translation>
    </message>
    <message>
        <source>Your report is being printed.</source>
        <translation>正在打印报告。</translation>
    </message>
    <message>
        <source>Please take your report with you.</source>
        <translation>请取走报告。</translation>
    </message>
    <message>
        <source>Did your report come out?</source>
        <translation>报告打印出来了吗?</translation>
    </message>
    <message>
        <source>No paper right now: your report is kept</source>
        <translation>暂时没有纸,您的报告仍保留</translation>
    </message>
</context>
</TS>
